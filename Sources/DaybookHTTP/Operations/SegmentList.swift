package import Logbook

/// Segments as JSON, for the command line and for Daybook's own calls. Times are milliseconds since 1970, sizes bytes.
package struct SegmentList: Codable, Sendable {
    package let segments: [SegmentBody]

    package init(_ segments: [Segment]) {
        self.segments = segments.map(SegmentBody.init)
    }
}

/// One segment.
package struct SegmentBody: Codable, Sendable {
    package var kind: String
    package var project: String
    package var source: String
    package var node: String
    package var closed: Int64
    package var firstSequence: UInt64
    package var lastSequence: UInt64
    package var startTime: Int64
    package var endTime: Int64
    package var textSize: Int
    package var fileSize: Int
    /// Of the tree over its records, as hexadecimal digits.
    package var root: String
    /// Of the file, as `sha256sum` prints it.
    package var fileSHA256: String

    enum CodingKeys: String, CodingKey {
        case kind, project, source, node, root
        case closed = "closed_time"
        case firstSequence = "first_sequence"
        case lastSequence = "last_sequence"
        case startTime = "start_time"
        case endTime = "end_time"
        case textSize = "text_size"
        case fileSize = "file_size"
        case fileSHA256 = "file_sha256"
    }

    init(_ segment: Segment) {
        kind = segment.stream.kind.name
        project = segment.stream.project
        source = segment.stream.source
        node = segment.stream.node
        closed = segment.id.closedMilliseconds
        firstSequence = segment.sequences.lowerBound
        lastSequence = segment.sequences.upperBound
        startTime = segment.times.lowerBound.milliseconds
        endTime = segment.times.upperBound.milliseconds
        textSize = segment.textByteCount
        fileSize = segment.fileByteCount
        root = segment.root.description
        fileSHA256 = segment.fileFingerprint.description
    }
}
