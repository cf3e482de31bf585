internal import CChecksum

/// The checksum of RFC 3720 section 12.1 (Castagnoli polynomial, reflected), by the processor's instructions where it
/// has them, else by tables, eight bytes a step.
struct CRC32C {
    private var state: UInt32 = 0xffff_ffff

    var value: UInt32 { state ^ 0xffff_ffff }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        checksum(bytes, in: bytes.indices)
    }

    static func checksum(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes, in: range)
        return checksum.value
    }

    mutating func update(_ bytes: [UInt8], in range: Range<Int>) {
        guard Self.isSupported else { return updateByTables(bytes, in: range) }
        let span = bytes.span.extracting(range)
        state = unsafe span.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return state }
            return unsafe daybook_crc32c(state, base, buffer.count)
        }
    }

    private static let isSupported = daybook_crc32c_is_supported()

    /// What `update` does on a processor without instructions for it.
    mutating func updateByTables(_ bytes: [UInt8], in range: Range<Int>) {
        let bytes = bytes.span
        let tables = Self.tables.span
        var state = state
        var index = range.lowerBound
        while range.upperBound - index >= 8 {
            let low =
                state
                ^ (UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
                    | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24)
            var next = tables[0x700 + Int(low & 0xff)] ^ tables[0x600 + Int(low >> 8 & 0xff)]
            next ^= tables[0x500 + Int(low >> 16 & 0xff)] ^ tables[0x400 + Int(low >> 24)]
            next ^= tables[0x300 + Int(bytes[index + 4])] ^ tables[0x200 + Int(bytes[index + 5])]
            next ^= tables[0x100 + Int(bytes[index + 6])] ^ tables[Int(bytes[index + 7])]
            state = next
            index += 8
        }
        while index < range.upperBound {
            state = tables[Int((state ^ UInt32(bytes[index])) & 0xff)] ^ state >> 8
            index += 1
        }
        self.state = state
    }

    /// The number's eight bytes, little endian.
    mutating func update(_ number: UInt64) {
        var rest = number
        for _ in 0..<8 {
            state = Self.tables[Int((state ^ UInt32(truncatingIfNeeded: rest)) & 0xff)] ^ state >> 8
            rest >>= 8
        }
    }

    /// Eight tables of 256; the n-th holds the checksum of a byte that n zero bytes follow.
    private static let tables: [UInt32] = {
        let polynomial: UInt32 = 0x82f6_3b78
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 {
                value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1
            }
            tables[byte] = value
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
        }
        return tables
    }()
}
