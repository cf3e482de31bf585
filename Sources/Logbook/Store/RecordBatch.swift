/// Records of one append in their binary form, each behind its length (u32).
///
/// A batch may come from a `RecordBatchBuilder` without a `LogRecord` ever having been made. Its bytes are trusted to
/// be canonical: whoever builds a batch answers for them.
package struct RecordBatch: Sendable {
    package let bytes: [UInt8]
    package let count: Int
    /// The earliest and the latest timestamp.
    package let times: ClosedRange<Timestamp>
    package let textByteCount: Int
    /// Bytes of the largest record.
    package let longestByteCount: Int
    package let kinds: RecordKinds

    /// - Parameter records: at least one.
    package init(_ records: [LogRecord]) {
        precondition(!records.isEmpty, "a batch has at least one record")
        var builder = RecordBatchBuilder(reservingCapacity: 512 * min(records.count, 1_024))
        for record in records {
            builder.append(record)
        }
        self = builder.take()
    }

    init(
        bytes: [UInt8], count: Int, times: ClosedRange<Timestamp>, textByteCount: Int, longestByteCount: Int,
        kinds: RecordKinds
    ) {
        self.bytes = bytes
        self.count = count
        self.times = times
        self.textByteCount = textByteCount
        self.longestByteCount = longestByteCount
        self.kinds = kinds
    }

    /// Where each record is, in their order.
    package func ranges() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(count)
        var index = 0
        while index < bytes.count {
            let byteCount = (0..<4).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
            ranges.append(index + 4..<index + 4 + byteCount)
            index += 4 + byteCount
        }
        return ranges
    }

    /// The records, for a store that has no use for their binary form.
    package func records() throws(MalformedBytes) -> [LogRecord] {
        var records: [LogRecord] = []
        for range in ranges() {
            records.append(try RecordEncoding.decode(bytes, in: range))
        }
        return records
    }
}
