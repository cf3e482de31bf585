internal import Logbook

/// What the manifest keeps of a segment that was deleted.
///
/// ```
/// closing time (i64), extent, bytes of the file (varint), time of the deletion in microseconds (i64)
/// reason       1 and the days (varint), 2 and the bytes (varint), or 3 and who asked (text)
/// ```
struct DeletionFacts: Hashable, Sendable {
    var closedMilliseconds: Int64
    var extent: RecordExtent
    var fileByteCount: Int
    var time: Timestamp
    var reason: PruneReason

    private enum ReasonKind: UInt8 {
        case age = 1
        case size = 2
        case request = 3
    }

    var segmentFacts: ManifestContents.SegmentFacts {
        ManifestContents.SegmentFacts(extent: extent, fileByteCount: fileByteCount)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(fixed64: UInt64(bitPattern: closedMilliseconds))
        extent.encode(into: &bytes)
        bytes.append(varint: fileByteCount)
        bytes.append(fixed64: UInt64(bitPattern: time.microseconds))
        switch reason {
        case .age(let days):
            bytes.append(ReasonKind.age.rawValue)
            bytes.append(varint: days)
        case .size(let byteCount):
            bytes.append(ReasonKind.size.rawValue)
            bytes.append(varint: byteCount)
        case .request(let name):
            bytes.append(ReasonKind.request.rawValue)
            bytes.append(text: name)
        }
    }
}

extension DeletionFacts {
    init(from reader: inout ByteReader) throws(MalformedBytes) {
        let closedMilliseconds = Int64(bitPattern: try reader.fixed64())
        let extent = try RecordExtent(from: &reader)
        let fileByteCount = try reader.varint(as: Int.self)
        let time = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        let reason: PruneReason =
            switch try reader.choice(ReasonKind.self) {
            case .age: .age(days: try reader.varint(as: Int.self))
            case .size: .size(byteCount: try reader.varint(as: Int.self))
            case .request: .request(by: try reader.text())
            }
        self.init(
            closedMilliseconds: closedMilliseconds, extent: extent, fileByteCount: fileByteCount, time: time,
            reason: reason)
    }

    init(_ deletion: Deletion) {
        let segment = deletion.segment
        self.init(
            closedMilliseconds: segment.id.closedMilliseconds, extent: segment.extent,
            fileByteCount: segment.fileByteCount, time: deletion.time, reason: deletion.reason)
    }

    func deletion(of stream: Stream) -> Deletion {
        Deletion(
            segment: Segment(
                stream: stream, closedMilliseconds: closedMilliseconds, extent: extent, fileByteCount: fileByteCount),
            time: time, reason: reason)
    }
}
