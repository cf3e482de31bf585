internal import CChecksum

/// CRC-32 with the polynomial of gzip, as page headers carry it; by the processor's own instructions where it has them,
/// else sixteen bytes a step.
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
        let foldable = bytes.byteCount & ~15
        guard foldable >= Self.foldableByteCount, daybook_crc32_is_supported() else { return takeInByTable(bytes) }
        var folded: InlineArray<16, UInt8> = .init(repeating: 0)
        unsafe bytes.withUnsafeBytes { bytes in
            var span = folded.mutableSpan
            unsafe span.withUnsafeMutableBufferPointer { folded in
                unsafe daybook_crc32_fold(
                    register, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), foldable, folded.baseAddress)
            }
        }
        register = 0
        takeInByTable(unsafe folded.span.bytes)
        takeInByTable(bytes.extracting(foldable..<bytes.byteCount))
    }

    /// From how many bytes on folding pays; 64 it takes.
    private static let foldableByteCount = 128

    private mutating func takeInByTable(_ bytes: RawSpan) {
        let tables = Self.tables.span
        precondition(tables.count == 16 * 256)
        var crc = register
        var offset = 0
        while offset + 16 <= bytes.byteCount {
            let low = bytes.load(at: offset, as: UInt64.self) ^ UInt64(crc)
            let high = bytes.load(at: offset + 8, as: UInt64.self)
            crc = Self.fold(low, tables, firstTable: 15) ^ Self.fold(high, tables, firstTable: 7)
            offset += 16
        }
        while offset < bytes.byteCount {
            crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes.byte(at: offset))]
            offset += 1
        }
        register = crc
    }

    /// Looks each byte up in its table; an index made of a table below 16 and a byte is within all of them.
    @inline(__always)
    private static func fold(_ word: UInt64, _ tables: Span<UInt32>, firstTable: Int) -> UInt32 {
        var crc: UInt32 = 0
        for byte in 0..<8 {
            let index = (firstTable &- byte) &* 256 &+ Int(truncatingIfNeeded: word &>> UInt64(byte &* 8) & 0xFF)
            crc ^= unsafe tables[unchecked: index]
        }
        return crc
    }

    /// Sixteen tables of 256: table `t` advances a byte by `t` further zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 16 * 256)
        for index in 0..<256 {
            var crc = UInt32(index)
            for _ in 0..<8 {
                crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0)
            }
            tables[index] = crc
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
        }
        return tables
    }()
}
