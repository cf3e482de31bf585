/// A LEB128 number that ends within a word of eight bytes, taken from it without a step for each byte.
@usableFromInline package struct WordVarint {
    /// The bytes of the number, and zeros behind them.
    @usableFromInline let bytes: UInt64
    /// How many bytes it has.
    @usableFromInline package let byteCount: Int

    /// - Parameter word: the bytes, the first one lowest.
    /// - Returns: `nil` when the number does not end within them.
    @inlinable @inline(__always)
    package init?(_ word: UInt64) {
        let ends = ~word & 0x8080_8080_8080_8080
        guard ends != 0 else { return nil }
        bytes = word & (ends ^ (ends &- 1))
        byteCount = ends.trailingZeroBitCount &>> 3 &+ 1
    }

    /// Whether no shorter form stands for the number: its last byte says something, unless it is the only one.
    @inlinable package var isShortest: Bool {
        @inline(__always) get { byteCount == 1 || bytes &>> UInt64(truncatingIfNeeded: (byteCount &- 1) &* 8) != 0 }
    }

    @inlinable package var value: UInt64 {
        @inline(__always) get {
            // Seven bits of each byte, moved together in pairs, in fours, in eights.
            let sevens = bytes & 0x7F7F_7F7F_7F7F_7F7F
            let pairs = sevens & 0x007F_007F_007F_007F | (sevens & 0x7F00_7F00_7F00_7F00) &>> 1
            let fours = pairs & 0x0000_3FFF_0000_3FFF | (pairs & 0x3FFF_0000_3FFF_0000) &>> 2
            return fours & 0x0FFF_FFFF | (fours & 0x0FFF_FFFF_0000_0000) &>> 4
        }
    }
}
