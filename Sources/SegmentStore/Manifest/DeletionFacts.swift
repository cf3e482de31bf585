internal import Logbook

/// What the manifest keeps of a segment that was deleted.
///
/// ```
/// closing time (i64), the segment's facts, time of the deletion in microseconds (i64)
/// reason       1 and the days (varint), 2 and the bytes (varint), or 3 and who asked (text)
/// ```
struct DeletionFacts: Hashable, Sendable {
    var closedMilliseconds: Int64
    var segment: SegmentFacts
    var time: Timestamp
    var reason: PruneReason

    func encode(into bytes: inout [UInt8]) {
        bytes.append(fixed64: UInt64(bitPattern: closedMilliseconds))
        segment.encode(into: &bytes)
        bytes.append(fixed64: UInt64(bitPattern: time.microseconds))
        reason.encode(into: &bytes)
    }
}

extension DeletionFacts {
    init(from reader: inout ByteReader) throws(MalformedBytes) {
        let closedMilliseconds = Int64(bitPattern: try reader.fixed64())
        let segment = try SegmentFacts(from: &reader)
        let time = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        let reason = try PruneReason(from: &reader)
        self.init(closedMilliseconds: closedMilliseconds, segment: segment, time: time, reason: reason)
    }

    init(_ deletion: Deletion) {
        self.init(
            closedMilliseconds: deletion.segment.id.closedMilliseconds, segment: SegmentFacts(deletion.segment),
            time: deletion.time, reason: deletion.reason)
    }

    func deletion(of stream: Stream) -> Deletion {
        Deletion(
            segment: segment.segment(of: stream, closedMilliseconds: closedMilliseconds), time: time, reason: reason)
    }
}
