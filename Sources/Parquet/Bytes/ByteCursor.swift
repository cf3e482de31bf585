/// Reads little-endian numbers and runs of bytes from borrowed memory, front to back.
///
/// Every read is checked against the end; nothing is copied.
struct ByteCursor: ~Escapable {
    private let bytes: RawSpan
    private(set) var position = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.byteCount - position }

    mutating func byte() throws -> UInt8 {
        guard position < bytes.byteCount else { throw Self.endsEarly }
        defer { position += 1 }
        return bytes.byte(at: position)
    }

    /// The next `count` bytes.
    @_lifetime(copy self)
    mutating func take(_ count: Int) throws -> RawSpan {
        guard count >= 0, count <= remaining else { throw Self.endsEarly }
        defer { position += count }
        return bytes.extracting(position..<position + count)
    }

    /// The next `count` bytes, and up to eight of those behind them: a wide load near their end stays inside.
    @_lifetime(copy self)
    mutating func takeWithRoom(_ count: Int) throws -> RawSpan {
        guard count >= 0, count <= remaining else { throw Self.endsEarly }
        defer { position += count }
        return bytes.extracting(position..<position + min(count + 8, remaining))
    }

    /// All bytes that are left.
    @_lifetime(copy self)
    mutating func takeRest() -> RawSpan {
        defer { position = bytes.byteCount }
        return bytes.extracting(position..<bytes.byteCount)
    }

    mutating func uint32() throws -> UInt32 {
        guard remaining >= 4 else { throw Self.endsEarly }
        defer { position += 4 }
        return bytes.load(at: position, as: UInt32.self)
    }

    /// An unsigned LEB128 number of up to 64 bits.
    mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw ParquetError.corruption("a variable-length integer exceeds 64 bits") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// A signed number, zigzag-mapped to LEB128.
    mutating func zigzag() throws -> Int64 {
        let value = try varint()
        return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
    }

    /// An unsigned LEB128 number that must not exceed `limit`.
    mutating func varint(upTo limit: Int, _ what: StaticString) throws -> Int {
        let value = try varint()
        guard value <= UInt64(limit) else { throw ParquetError.corruption("\(what) is out of range") }
        return Int(value)
    }

    private static var endsEarly: ParquetError { .corruption("the data ends early") }
}
