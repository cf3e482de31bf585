internal import Logbook

/// What the manifest keeps of a segment: extent, bytes of its file (varint), root and fingerprint (32 bytes each).
struct SegmentFacts: Hashable, Sendable {
    var extent: RecordExtent
    var fileByteCount: Int
    /// Of the tree over its records.
    var root: Fingerprint
    /// Of the whole file: finds changes of what is no part of a record as well.
    var fileFingerprint: Fingerprint

    func encode(into bytes: inout [UInt8]) {
        extent.encode(into: &bytes)
        bytes.append(varint: fileByteCount)
        root.encode(into: &bytes)
        fileFingerprint.encode(into: &bytes)
    }
}

extension SegmentFacts {
    init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(
            extent: try RecordExtent(from: &reader), fileByteCount: try reader.length(),
            root: try Fingerprint(from: &reader), fileFingerprint: try Fingerprint(from: &reader))
    }

    init(_ segment: Segment) {
        self.init(
            extent: segment.extent, fileByteCount: segment.fileByteCount, root: segment.root,
            fileFingerprint: segment.fileFingerprint)
    }

    func segment(of stream: Stream, closedMilliseconds: Int64) -> Segment {
        Segment(
            id: Segment.ID(stream: stream, closedMilliseconds: closedMilliseconds), sequences: extent.sequences,
            times: extent.times, textByteCount: extent.textByteCount, fileByteCount: fileByteCount, root: root,
            fileFingerprint: fileFingerprint)
    }
}

extension Segment {
    var extent: RecordExtent {
        RecordExtent(
            firstSequence: sequences.lowerBound, count: sequences.count, times: times, textByteCount: textByteCount)
    }
}
