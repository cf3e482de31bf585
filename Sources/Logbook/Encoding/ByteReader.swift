/// Reads integers and text from bytes. Every bound is checked: what does not hold throws and never traps.
///
/// Fixed integers are little endian; variable ones are LEB128 and must be in their shortest form.
@usableFromInline package struct ByteReader {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline package internal(set) var position: Int
    @usableFromInline package internal(set) var end: Int

    package init(_ bytes: [UInt8]) {
        self.init(bytes, in: bytes.indices)
    }

    package init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        self.position = range.lowerBound
        self.end = range.upperBound
    }

    @inlinable
    package var remainingByteCount: Int { end - position }

    @inlinable
    package mutating func byte() throws(MalformedBytes) -> UInt8 {
        guard position < end else { throw MalformedBytes(.truncated, at: position) }
        defer { position += 1 }
        return bytes[position]
    }

    @inlinable
    package mutating func fixed32() throws(MalformedBytes) -> UInt32 {
        loadFixed32(in: bytes, at: try skip(byteCount: 4).lowerBound)
    }

    @inlinable
    package mutating func fixed64() throws(MalformedBytes) -> UInt64 {
        loadFixed64(in: bytes, at: try skip(byteCount: 8).lowerBound)
    }

    /// An unsigned LEB128 number of at most ten bytes.
    @inlinable @inline(__always)
    package mutating func varint() throws(MalformedBytes) -> UInt64 {
        guard position < end, bytes[position] < 0x80 else { return try longVarint() }
        defer { position += 1 }
        return UInt64(bytes[position])
    }

    /// A number of several bytes: as one word where eight bytes are there and it ends within them.
    @usableFromInline
    mutating func longVarint() throws(MalformedBytes) -> UInt64 {
        guard remainingByteCount >= 8, let number = WordVarint(loadFixed64(in: bytes, at: position)) else {
            return try longestVarint()
        }
        guard number.isShortest else { throw MalformedBytes(.number, at: position) }
        position &+= number.byteCount
        return number.value
    }

    private mutating func longestVarint() throws(MalformedBytes) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            let next = try byte()
            if shift == 63 && next > 1 || shift > 0 && next == 0 {
                throw MalformedBytes(.number, at: start)
            }
            value |= UInt64(next & 0x7f) << UInt64(shift)
            if next < 0x80 {
                return value
            }
        }
        throw MalformedBytes(.number, at: start)
    }

    /// A number that was folded (0, -1, 1, -2 …) before it was written as LEB128.
    @inlinable @inline(__always)
    package mutating func signedVarint() throws(MalformedBytes) -> Int64 {
        let folded = try varint()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    /// A varint that counts bytes or elements. Not generic, as it is read several times a record.
    @inlinable @inline(__always)
    package mutating func length() throws(MalformedBytes) -> Int {
        let start = position
        let length = try varint()
        guard length <= UInt64(Int.max) else { throw MalformedBytes(.number, at: start) }
        return Int(truncatingIfNeeded: length)
    }

    // One function for each type: a generic one looks types up with each call from another target.

    /// A varint of 16 bits.
    @inlinable
    package mutating func varint16() throws(MalformedBytes) -> UInt16 {
        let start = position
        guard let number = UInt16(exactly: try varint()) else { throw MalformedBytes(.number, at: start) }
        return number
    }

    /// A varint of 32 bits.
    @inlinable
    package mutating func varint32() throws(MalformedBytes) -> UInt32 {
        let start = position
        guard let number = UInt32(exactly: try varint()) else { throw MalformedBytes(.number, at: start) }
        return number
    }

    /// A signed varint of 32 bits.
    @inlinable
    package mutating func signedVarint32() throws(MalformedBytes) -> Int32 {
        let start = position
        guard let number = Int32(exactly: try signedVarint()) else { throw MalformedBytes(.number, at: start) }
        return number
    }

    /// 0 or 1, nothing else.
    @inlinable
    package mutating func flag() throws(MalformedBytes) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw MalformedBytes(.choice, at: position - 1)
        }
    }

    /// A byte that stands for a case of an enumeration.
    package mutating func choice<Choice: RawRepresentable>(
        _ type: Choice.Type
    ) throws(MalformedBytes) -> Choice where Choice.RawValue == UInt8 {
        guard let choice = Choice(rawValue: try byte()) else { throw MalformedBytes(.choice, at: position - 1) }
        return choice
    }

    /// UTF-8 behind its length in bytes.
    package mutating func text() throws(MalformedBytes) -> String {
        let start = position
        let range = try skip(byteCount: try length())
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw MalformedBytes(.text, at: start)
        }
        return text
    }

    /// A flag, and the value if it says so.
    package mutating func optional<Value>(
        _ value: (inout ByteReader) throws(MalformedBytes) -> Value
    ) throws(MalformedBytes) -> Value? {
        try flag() ? try value(&self) : nil
    }

    /// A count, and so many elements. A count that the bytes left cannot hold is refused before anything is reserved.
    package mutating func list<Element>(
        _ element: (inout ByteReader) throws(MalformedBytes) -> Element
    ) throws(MalformedBytes) -> [Element] {
        let start = position
        let count = try length()
        guard count <= remainingByteCount else { throw MalformedBytes(.truncated, at: start) }
        var list: [Element] = []
        for _ in 0..<count {
            list.append(try element(&self))
        }
        return list
    }

    /// Passes over so many bytes.
    ///
    /// - Returns: where they are.
    @inlinable
    package mutating func skip(byteCount: Int) throws(MalformedBytes) -> Range<Int> {
        guard byteCount >= 0, byteCount <= remainingByteCount else { throw MalformedBytes(.truncated, at: position) }
        defer { position += byteCount }
        return position..<position + byteCount
    }

    /// Goes on with another range of the bytes.
    @inlinable
    package mutating func move(to range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        position = range.lowerBound
        end = range.upperBound
    }

    /// Goes back to a place that was passed.
    package mutating func rewind(to position: Int) {
        precondition(position <= self.position)
        self.position = position
    }

    /// Says that the format ends here.
    package func finish() throws(MalformedBytes) {
        guard position == end else { throw MalformedBytes(.trailing, at: position) }
    }
}
