package import Logbook

/// Segments as JSON, for the command line and for Daybook's own calls. Times are milliseconds since 1970, sizes bytes.
package struct SegmentList: Encodable {
    private let segments: [SegmentBody]

    package init(_ segments: [Segment]) {
        self.segments = segments.map(SegmentBody.init)
    }
}

private struct SegmentBody: Encodable {
    var kind: String
    var project: String
    var source: String
    var node: String
    var closed: Int64
    var firstSequence: UInt64
    var lastSequence: UInt64
    var startTime: Int64
    var endTime: Int64
    var textSize: Int
    var fileSize: Int

    enum CodingKeys: String, CodingKey {
        case kind, project, source, node
        case closed = "closed_time"
        case firstSequence = "first_sequence"
        case lastSequence = "last_sequence"
        case startTime = "start_time"
        case endTime = "end_time"
        case textSize = "text_size"
        case fileSize = "file_size"
    }

    init(_ segment: Segment) {
        switch segment.stream.kind {
        case .access: kind = "access"
        case .audit: kind = "audit"
        }
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
    }
}
