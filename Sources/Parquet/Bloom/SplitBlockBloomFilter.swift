/// Blocks of 256 bits; a value sets one bit in each of the eight words of its block.
///
/// Source: https://github.com/apache/parquet-format/blob/master/BloomFilter.md
package struct SplitBlockBloomFilter: Sendable, Hashable {
    /// Eight words a block; the number of blocks is a power of two when written here, as some readers want it.
    private(set) var words: [UInt32]

    private static let salts: InlineArray<8, UInt32> = [
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31,
    ]

    /// An empty filter.
    ///
    /// - Parameters:
    ///   - valueCount: distinct values to be inserted, at most.
    ///   - falsePositiveRate: between 0 and 1; what a probe for an absent value may meet once all are inserted.
    init(valueCount: Int, falsePositiveRate: Double) {
        var blocks = 1
        while Self.falsePositiveRate(valuesPerBlock: Double(valueCount) / Double(blocks)) > falsePositiveRate,
            blocks < 1 << 22
        {
            blocks *= 2
        }
        words = [UInt32](repeating: 0, count: blocks * 8)
    }

    /// A filter that was read.
    init(bits: RawSpan) throws {
        guard bits.byteCount > 0, bits.byteCount % Self.blockByteCount == 0 else {
            throw ParquetError.corruption("a bloom filter is not made of whole blocks")
        }
        words = []
        words.appendElements(bits, count: bits.byteCount / 4)
    }

    /// Bytes of its bits.
    package var byteCount: Int { words.count * 4 }

    mutating func insert(_ key: BloomKey) {
        let block = Self.block(of: key, blockCount: words.count / 8)
        var span = words.mutableSpan
        for lane in 0..<8 { span[block * 8 + lane] |= Self.bit(of: key, lane: lane) }
    }

    /// Whether the value may be in the column chunk; `false` is certain.
    package func mayContain(_ key: BloomKey) -> Bool {
        let block = Self.block(of: key, blockCount: words.count / 8)
        let span = words.span
        for lane in 0..<8 where span[block * 8 + lane] & Self.bit(of: key, lane: lane) == 0 { return false }
        return true
    }

    /// Halves the filter as long as it stays true to the rate, which it does where values repeat.
    ///
    /// Two neighbours become one block, just as the hash of a value would have chosen in a filter of half the size.
    mutating func fold(falsePositiveRate: Double) {
        while words.count > 8 {
            var folded = [UInt32](repeating: 0, count: words.count / 2)
            var rate = 0.0
            for block in 0..<folded.count / 8 {
                var blockRate = 1.0
                for lane in 0..<8 {
                    let word = words[block * 16 + lane] | words[block * 16 + 8 + lane]
                    folded[block * 8 + lane] = word
                    blockRate *= Double(word.nonzeroBitCount) / 32
                }
                rate += blockRate
            }
            guard rate / Double(folded.count / 8) <= falsePositiveRate else { return }
            words = folded
        }
    }

    /// Bytes of a block.
    static let blockByteCount = 32

    /// The block that a value sets its bits in.
    static func block(of key: BloomKey, blockCount: Int) -> Int {
        Int(((key.hash >> 32) &* UInt64(blockCount)) >> 32)
    }

    @inline(__always)
    private static func bit(of key: BloomKey, lane: Int) -> UInt32 {
        1 << ((UInt32(truncatingIfNeeded: key.hash) &* salts[lane]) >> 27)
    }

    /// The chance that all eight bits of an absent value are set, where the load of blocks is Poisson-distributed.
    private static func falsePositiveRate(valuesPerBlock load: Double) -> Double {
        guard load < 500 else { return 1 }
        var probability = 1.0
        var weightSum = 0.0
        var rate = 0.0
        var unset = 1.0
        // The Poisson weights are taken relative to the first and divided by their sum, so no exponential is needed.
        for count in 0..<Int(load * 2 + 50) {
            let set = 1 - unset
            let square = set * set
            rate += probability * square * square * square * square
            weightSum += probability
            probability *= load / Double(count + 1)
            unset *= 31.0 / 32
        }
        return rate / weightSum
    }
}
