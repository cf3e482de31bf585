import Testing

@testable import Parquet

@Suite struct SplitBlockBloomFilterTests {
    @Test(arguments: [0.3, 0.01, 0.001])
    func `never misses a value, and seldom sees one that is not there`(rate: Double) {
        var filter = SplitBlockBloomFilter(valueCount: 10_000, falsePositiveRate: rate)
        filter.insert(.int64(Array(0..<10_000)))
        #expect((0..<10_000).allSatisfy { filter.mayContain(BloomKey(Int64($0))) })
        let seen = (10_000..<60_000).count { filter.mayContain(BloomKey(Int64($0))) }
        #expect(Double(seen) / 50_000 < rate * 1.5 + 0.001)
    }

    @Test func `shrinks to what the distinct values need, and still finds them`() {
        let values = (0..<20_000).map { Int32($0 % 100) }
        var filter = SplitBlockBloomFilter(valueCount: values.count, falsePositiveRate: 0.01)
        let sizeBefore = filter.byteCount
        filter.insert(.int32(values))
        filter.fold(falsePositiveRate: 0.01)
        #expect(filter.byteCount <= sizeBefore / 64)
        #expect(values.allSatisfy { filter.mayContain(BloomKey($0)) })
        let seen = (100..<10_100).count { filter.mayContain(BloomKey(Int32($0))) }
        #expect(seen < 200)
    }

    @Test func `is the same folded as made small from the start`() {
        var large = SplitBlockBloomFilter(valueCount: 100_000, falsePositiveRate: 0.01)
        let values = ColumnValues.byteArray(ByteArrays((0..<50).map { "value \($0)" }))
        large.insert(values)
        large.fold(falsePositiveRate: 0.01)
        var small = SplitBlockBloomFilter(valueCount: 1, falsePositiveRate: 0.9)
        #expect(small.byteCount == 32)
        while small.byteCount < large.byteCount {
            small = SplitBlockBloomFilter(valueCount: small.byteCount, falsePositiveRate: 0.02)
        }
        guard small.byteCount == large.byteCount else { return }
        small.insert(values)
        #expect(small == large)
    }

    @Test(arguments: [0, 1, 31, 33])
    func `refuses bits that are no whole blocks`(byteCount: Int) {
        let bits = [UInt8](repeating: 0, count: byteCount)
        #expect(throws: ParquetError.corruption("")) { _ = try SplitBlockBloomFilter(bits: bits.rawSpan) }
    }
}
