/// CRC-32 with the polynomial of gzip, as page headers carry it; eight bytes a step.
///
/// Source: https://www.rfc-editor.org/rfc/rfc1952 section 8; slicing after Kounavis and Berry, 2005.
struct Checksum {
    private var register: UInt32 = 0xFFFF_FFFF

    /// The checksum of all bytes seen.
    var value: UInt32 { ~register }

    static func of(_ bytes: RawSpan) -> UInt32 {
        var checksum = Checksum()
        checksum.update(bytes)
        return checksum.value
    }

    mutating func update(_ bytes: RawSpan) {
        let tables = Self.tables.span
        var crc = register
        var offset = 0
        while offset + 8 <= bytes.byteCount {
            let word = bytes.load(at: offset, as: UInt64.self) ^ UInt64(crc)
            crc = tables[1792 + Int(word & 0xFF)]
            crc ^= tables[1536 + Int(word >> 8 & 0xFF)]
            crc ^= tables[1280 + Int(word >> 16 & 0xFF)]
            crc ^= tables[1024 + Int(word >> 24 & 0xFF)]
            crc ^= tables[768 + Int(word >> 32 & 0xFF)]
            crc ^= tables[512 + Int(word >> 40 & 0xFF)]
            crc ^= tables[256 + Int(word >> 48 & 0xFF)]
            crc ^= tables[Int(word >> 56)]
            offset += 8
        }
        while offset < bytes.byteCount {
            crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes.byte(at: offset))]
            offset += 1
        }
        register = crc
    }

    /// Eight tables of 256: table `t` advances a byte by `t` further zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for index in 0..<256 {
            var crc = UInt32(index)
            for _ in 0..<8 {
                crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0)
            }
            tables[index] = crc
        }
        for index in 256..<2048 {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
        }
        return tables
    }()
}
