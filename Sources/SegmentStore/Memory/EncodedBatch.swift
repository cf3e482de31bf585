internal import Logbook

/// Records of one append in their binary form, each behind its length (u32). The same bytes go into the journal, stay
/// in memory until the records are sealed, and make up the blocks of a segment.
struct EncodedBatch: Sendable {
    let bytes: [UInt8]
    let count: Int
    let times: ClosedRange<Timestamp>
    let textByteCount: Int

    /// - Throws: `LogStoreError` with `recordTooLarge`.
    init(_ records: [LogRecord]) throws {
        precondition(!records.isEmpty, "an append has at least one record")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 * min(records.count, 1_024))
        var earliest = records[0].timestamp
        var latest = earliest
        var textByteCount = 0
        for record in records {
            let start = bytes.count
            bytes.append(fixed32: 0)
            RecordEncoding.append(record, to: &bytes)
            let byteCount = bytes.count - start - 4
            guard byteCount <= Limits.recordByteCount, bytes.count <= Limits.batchByteCount else {
                throw LogStoreError(
                    .recordTooLarge,
                    "a record may take \(Limits.recordByteCount) bytes, a batch \(Limits.batchByteCount)")
            }
            bytes.replace(fixed32: UInt32(byteCount), at: start)
            earliest = min(earliest, record.timestamp)
            latest = max(latest, record.timestamp)
            textByteCount = textByteCount.addingClamped(record.textByteCount)
        }
        self.bytes = bytes
        self.count = records.count
        self.times = earliest...latest
        self.textByteCount = textByteCount
    }

    /// The one record that the store writes by itself.
    init(_ window: LossWindow) {
        let record = LogRecord.loss(window)
        var bytes: [UInt8] = []
        bytes.append(fixed32: 0)
        RecordEncoding.append(record, to: &bytes)
        bytes.replace(fixed32: UInt32(bytes.count - 4), at: 0)
        self.bytes = bytes
        self.count = 1
        self.times = record.timestamp...record.timestamp
        self.textByteCount = record.textByteCount
    }
}
