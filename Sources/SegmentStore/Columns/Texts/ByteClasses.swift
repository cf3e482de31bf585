internal import Parquet

// What kind of bytes a text has, told eight at a time.

extension RawSpan {
    /// Whether there are control characters (below 0x20, or 0x7F) among the bytes.
    var hasControls: Bool {
        hasBytes { word in
            let low = (word &- 0x2020_2020_2020_2020) & ~word
            let deleted = word ^ 0x7F7F_7F7F_7F7F_7F7F
            return (low | (deleted &- 0x0101_0101_0101_0101) & ~deleted) & highBits != 0
        }
    }

    /// Whether one of the bytes is this one.
    func contains(_ byte: UInt8) -> Bool {
        let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
        return hasBytes { word in
            let difference = word ^ pattern
            return (difference &- 0x0101_0101_0101_0101) & ~difference & highBits != 0
        }
    }

    /// Whether all bytes are digits or small letters from `a` to `f`.
    var isHexadecimal: Bool {
        !hasBytes { word in
            let digits = word ^ 0x3030_3030_3030_3030
            let letters = word ^ 0x6060_6060_6060_6060
            let isDigit = ~((digits & ~highBits) &+ 0x7676_7676_7676_7676)
            let isLetter =
                ~((letters & ~highBits) &+ 0x7979_7979_7979_7979)
                & ((letters & ~highBits) &+ 0x7F7F_7F7F_7F7F_7F7F)
            return (isDigit | isLetter) & ~word & highBits != highBits
        }
    }

    /// Gathers what pairs of hexadecimal digits stand for.
    ///
    /// - Precondition: the bytes are such digits, an even number of them.
    func gatherHexadecimal(into bytes: inout Gatherer) {
        var offset = 0
        while offset + 8 <= byteCount {
            var nibbles = load(at: offset, as: UInt64.self)
            nibbles = nibbles & 0x0F0F_0F0F_0F0F_0F0F &+ (nibbles >> 6 & 0x0101_0101_0101_0101) &* 9
            var pairs = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF
            pairs = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
            pairs |= pairs >> 16
            bytes.store(UInt32(truncatingIfNeeded: pairs))
            offset += 8
        }
        while offset < byteCount {
            bytes.store(byte: Self.nibble(byte(at: offset)) << 4 | Self.nibble(byte(at: offset + 1)))
            offset += 2
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit & 0x0F &+ (digit >> 6) &* 9
    }

    /// Whether a word of eight bytes shows what is looked for. Fewer bytes are looked at one by one, as a word that
    /// repeats them.
    @inline(__always)
    private func hasBytes(_ isFound: (UInt64) -> Bool) -> Bool {
        guard byteCount >= 8 else {
            for offset in 0..<byteCount
            where isFound(0x0101_0101_0101_0101 &* UInt64(byte(at: offset))) { return true }
            return false
        }
        let last = byteCount - 8
        var offset = 0
        while offset < last {
            if isFound(load(at: offset, as: UInt64.self)) { return true }
            offset += 8
        }
        return isFound(load(at: last, as: UInt64.self))
    }
}

private let highBits: UInt64 = 0x8080_8080_8080_8080
