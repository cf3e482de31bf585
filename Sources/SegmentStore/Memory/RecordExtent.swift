internal import Logbook

/// What is known of consecutive records of a stream without looking at them.
struct RecordExtent: Hashable, Sendable {
    var firstSequence: UInt64
    var count: Int
    /// The earliest and the latest timestamp.
    var times: ClosedRange<Timestamp>
    var textByteCount: Int

    var lastSequence: UInt64 { firstSequence + UInt64(count) - 1 }
    var sequences: ClosedRange<UInt64> { firstSequence...lastSequence }

    /// Adds records that follow on these.
    mutating func extend(by next: RecordExtent) {
        precondition(next.firstSequence == lastSequence + 1, "records of an extent are consecutive")
        count += next.count
        times = min(times.lowerBound, next.times.lowerBound)...max(times.upperBound, next.times.upperBound)
        textByteCount = textByteCount.addingClamped(next.textByteCount)
    }
}

extension RecordExtent {
    func encode(into bytes: inout [UInt8]) {
        bytes.append(varint: firstSequence)
        bytes.append(varint: count)
        bytes.append(fixed64: UInt64(bitPattern: times.lowerBound.microseconds))
        bytes.append(fixed64: UInt64(bitPattern: times.upperBound.microseconds))
        bytes.append(varint: textByteCount)
    }

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        let start = reader.position
        let firstSequence = try reader.varint()
        let count = try reader.length()
        let earliest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        let latest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        guard firstSequence > 0, count > 0, earliest <= latest,
            !firstSequence.addingReportingOverflow(UInt64(count)).overflow
        else { throw MalformedBytes(.number, at: start) }
        self.init(
            firstSequence: firstSequence, count: count, times: earliest...latest,
            textByteCount: try reader.length())
    }
}

extension Int {
    /// Sums of byte counts come from outside and must not trap.
    func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
