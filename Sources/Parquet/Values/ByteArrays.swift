/// Byte arrays one after the other in one buffer, and where each begins.
///
/// Holds less than 4 GiB. Reading a value costs no allocation.
@usableFromInline package struct ByteArrays: Sendable, Hashable {
    @usableFromInline package internal(set) var bytes: [UInt8]
    /// `count + 1` offsets into `bytes`, the first 0 and the last `bytes.count`.
    @usableFromInline package internal(set) var offsets: [UInt32]

    /// No values.
    package init() {
        bytes = []
        offsets = [0]
    }

    /// Takes over a buffer and its offsets.
    ///
    /// - Throws: `invalidInput` unless the offsets begin at 0, never descend and end with the buffer.
    package init(bytes: [UInt8], offsets: [UInt32]) throws {
        guard offsets.first == 0, let last = offsets.last, Int(last) == bytes.count else {
            throw ParquetError.invalidInput("offsets do not span their bytes")
        }
        let span = offsets.span
        var descends = false
        for index in 1..<max(1, span.count) { descends = descends || span[index] < span[index - 1] }
        guard !descends else { throw ParquetError.invalidInput("offsets descend") }
        self.bytes = bytes
        self.offsets = offsets
    }

    /// The UTF-8 bytes of each string.
    package init(_ strings: some Sequence<String>) {
        self.init()
        for string in strings { append(string) }
    }

    package var count: Int { offsets.count - 1 }

    /// The bytes of one value, lent.
    package subscript(index: Int) -> RawSpan {
        @_lifetime(borrow self) @inlinable @inline(__always)
        borrowing get { bytes.rawSpan.extracting(range(index)) }
    }

    /// Where in `bytes` a value lies.
    @inlinable @inline(__always)
    package func range(_ index: Int) -> Range<Int> {
        Int(offsets[index])..<Int(offsets[index + 1])
    }

    /// Where in `bytes` a run of values lies.
    func range(_ indices: Range<Int>) -> Range<Int> {
        Int(offsets[indices.lowerBound])..<Int(offsets[indices.upperBound])
    }

    /// One value as text, copied; ill-formed UTF-8 is repaired.
    package func string(_ index: Int) -> String {
        String(repairing: self[index])
    }

    /// Makes room for further values, and for their bytes.
    package mutating func reserve(count: Int, byteCount: Int) {
        offsets.reserveCapacity(offsets.count + count)
        bytes.reserveCapacity(bytes.count + byteCount)
    }

    /// Appends a copy of the bytes.
    package mutating func append(_ value: RawSpan) {
        precondition(value.byteCount <= Int(UInt32.max) - bytes.count)
        bytes.append(value)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Appends a value of so many bytes, all of which `fill` gathers.
    @inline(__always)
    package mutating func append(byteCount: Int, _ fill: (inout Gatherer) -> Void) {
        precondition(byteCount <= Int(UInt32.max) - bytes.count)
        Gatherer.append(byteCount, to: &bytes, fill)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Appends the UTF-8 bytes of the text.
    package mutating func append(_ value: String) {
        bytes.append(contentsOf: value.utf8)
        precondition(bytes.count <= Int(UInt32.max))
        offsets.append(UInt32(bytes.count))
    }

    /// Appends a run of another's values.
    mutating func append(_ other: ByteArrays, _ range: Range<Int>) {
        let start = other.offsets[range.lowerBound]
        let end = other.offsets[range.upperBound]
        precondition(bytes.count + Int(end - start) <= Int(UInt32.max))
        let shift = UInt32(bytes.count) &- start
        bytes.append(other.bytes.rawSpan.extracting(Int(start)..<Int(end)))
        let span = other.offsets.span
        for index in range { offsets.append(span[index + 1] &+ shift) }
    }

    /// Appends values whose lengths are known, and whose bytes `fill` gathers.
    ///
    /// - Parameter lengths: none negative; together with what is there they stay below `limit` bytes.
    mutating func append(
        lengths: Span<Int32>, limit: Int, _ fill: (inout Gatherer) throws -> Void
    ) throws {
        let countBefore = count
        var end = bytes.count
        let limit = min(limit, Int(UInt32.max))
        do {
            try offsets.append(addingCapacity: lengths.count) { output in
                for index in lengths.indices {
                    guard lengths[index] >= 0 else { throw ParquetError.corruption("a length is negative") }
                    end += Int(lengths[index])
                    guard end <= limit else {
                        throw ParquetError.limitExceeded("the byte arrays of a column are too large")
                    }
                    output.append(UInt32(truncatingIfNeeded: end))
                }
            }
            try Gatherer.append(end - bytes.count, to: &bytes, fill)
        } catch {
            offsets.removeLast(count - countBefore)
            throw error
        }
    }
}
