/// Makes batches of records one after the other, in the same memory.
package struct RecordBatchBuilder: ~Copyable, Sendable {
    private var writer: ByteWriter
    /// Records since the last batch.
    package private(set) var count = 0
    private var earliest = Timestamp(microseconds: .max)
    private var latest = Timestamp(microseconds: .min)
    private var textByteCount = 0
    private var longestByteCount = 0
    private var kinds: RecordKinds = []

    package init(reservingCapacity capacity: Int = 1_024) {
        writer = ByteWriter(reservingCapacity: capacity)
    }

    /// Bytes of the batch so far.
    package var byteCount: Int { writer.count }

    package mutating func append(_ record: borrowing LogRecord) {
        let start = begin()
        RecordEncoding.append(record, to: &writer)
        finish(start, record.kind, at: record.timestamp, textByteCount: record.textByteCount)
    }

    /// Appends a record that is written in place.
    ///
    /// - Parameter write: writes the record's canonical bytes, and returns its bytes as text.
    package mutating func append(
        _ kind: RecordEncoding.Kind, at time: Timestamp, _ write: (inout ByteWriter) -> Int
    ) {
        let start = begin()
        finish(start, kind, at: time, textByteCount: write(&writer))
    }

    /// Leaves room for the length of a record.
    private mutating func begin() -> Int {
        let start = writer.count
        writer.append(fixed32: 0)
        return start
    }

    /// Takes account of the record that was written since.
    private mutating func finish(
        _ start: Int, _ kind: RecordEncoding.Kind, at time: Timestamp, textByteCount recordTextByteCount: Int
    ) {
        let byteCount = writer.count - start - 4
        precondition(byteCount >= 0 && byteCount <= UInt32.max)
        writer.replace(fixed32: UInt32(byteCount), at: start)
        let (sum, overflow) = textByteCount.addingReportingOverflow(recordTextByteCount)
        textByteCount = overflow ? .max : sum
        longestByteCount = max(longestByteCount, byteCount)
        earliest = min(earliest, time)
        latest = max(latest, time)
        kinds.insert(RecordKinds(kind))
        count += 1
    }

    /// The batch of the records so far, at least one; the next record begins a new one.
    package mutating func take() -> RecordBatch {
        precondition(count > 0, "a batch has at least one record")
        let batch = RecordBatch(
            bytes: writer.take(), count: count, times: earliest...latest, textByteCount: textByteCount,
            longestByteCount: longestByteCount, kinds: kinds)
        count = 0
        earliest = Timestamp(microseconds: .max)
        latest = Timestamp(microseconds: .min)
        textByteCount = 0
        longestByteCount = 0
        kinds = []
        return batch
    }
}
