internal import Logbook

/// Consecutive records of a stream in their binary form, each behind its length (u32).
struct RecordRun: Sendable {
    let extent: RecordExtent
    let bytes: [UInt8]

    init(extent: RecordExtent, bytes: [UInt8]) {
        self.extent = extent
        self.bytes = bytes
    }

    /// Where each record is, without decoding one.
    func ranges() throws(MalformedBytes) -> [Range<Int>] {
        var reader = ByteReader(bytes)
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(min(extent.count, bytes.count))
        while reader.remainingByteCount > 0 {
            ranges.append(try reader.skip(byteCount: Int(try reader.fixed32())))
        }
        guard ranges.count == extent.count else { throw MalformedBytes(.number, at: 0) }
        return ranges
    }

    /// All records, oldest first.
    func records() throws(MalformedBytes) -> [StoredRecord] {
        var records: [StoredRecord] = []
        var sequence = extent.firstSequence
        for range in try ranges() {
            records.append(StoredRecord(sequence: sequence, record: try RecordEncoding.decode(bytes, in: range)))
            sequence += 1
        }
        return records
    }
}
