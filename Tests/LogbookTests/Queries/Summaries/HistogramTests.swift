import DaybookTesting
import Logbook
import Testing

struct HistogramTests {
    private static func quantile(_ partsPerMillion: Int) throws -> Aggregate.Quantile {
        try #require(Aggregate.Quantile(partsPerMillion: partsPerMillion))
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `a quantile is exact, or off by its error at the most`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bound = random.pick([100, 1_000, 100_000, Int64.max])
        var histogram = Histogram()
        var numbers: [Int64] = []
        for _ in 0..<Int.random(in: 1...4_000, using: &random) {
            let number = Int64.random(in: random.oneIn(2) ? 0...bound : -bound...bound, using: &random)
            histogram.add(number)
            numbers.append(number)
        }
        numbers.sort()
        for parts in [0, 1, 10_000, 500_000, 990_000, 999_999, 1_000_000] {
            let rank = max(1, (numbers.count * parts + 999_999) / 1_000_000)
            let exact = numbers[rank - 1]
            let found = try #require(histogram.quantile(try Self.quantile(parts)))
            if histogram.isExact {
                #expect(found == exact, "seed \(seed)")
            } else {
                let error = abs(Double(found) - Double(exact))
                #expect(error <= abs(Double(exact)) * Histogram.relativeError, "seed \(seed): \(parts)")
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `how numbers are split makes no difference`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bound = random.pick([500, 1_100, 100_000])
        var whole = Histogram()
        var parts = [Histogram(), Histogram(), Histogram()]
        for _ in 0..<3_000 {
            let number = Int64.random(in: 0..<Int64(bound), using: &random)
            whole.add(number)
            parts[Int.random(in: 0..<3, using: &random)].add(number)
        }
        var merged = parts[0]
        merged.merge(parts[1])
        merged.merge(parts[2])
        #expect(merged == whole, "seed \(seed)")
        var reversed = parts[2]
        reversed.merge(parts[1])
        reversed.merge(parts[0])
        #expect(reversed == whole, "seed \(seed)")
    }

    @Test func `the ends of the numbers have their cells`() throws {
        var histogram = Histogram()
        for number in Int64(0)..<2_000 {
            histogram.add(.max - number)
            histogram.add(.min + number)
        }
        #expect(!histogram.isExact)
        let least = try #require(histogram.quantile(try Self.quantile(0)))
        let greatest = try #require(histogram.quantile(try Self.quantile(1_000_000)))
        #expect(least < Int64.min / 256 * 255)
        #expect(greatest > Int64.max / 256 * 255)
        #expect(Histogram().quantile(try Self.quantile(500_000)) == nil)
    }
}
