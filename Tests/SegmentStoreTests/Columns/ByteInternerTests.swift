import DaybookTesting
import Parquet
import Testing

@testable import SegmentStore

struct ByteInternerTests {
    @Test(arguments: 0..<20)
    func `equal runs have one number, others another`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var interner = ByteInterner()
        var expected: [[UInt8]] = []
        for _ in 0..<3_000 {
            // Alike at both ends, so that many are taken for one that came lately.
            let length = Int.random(in: 0...20, using: &generator)
            var run = [UInt8](repeating: 7, count: length)
            if length > 0 {
                run[Int.random(in: 0..<length, using: &generator)] = UInt8.random(in: 0...9, using: &generator)
            }
            let known = expected.firstIndex(of: run)
            if known == nil { expected.append(run) }
            #expect(interner.existingNumber(of: run.rawSpan) == known, "seed \(seed)")
            #expect(interner.number(of: run.rawSpan) == known ?? expected.count - 1, "seed \(seed)")
        }
        #expect(interner.values == expected.reduce(into: ByteArrays()) { $0.append($1.rawSpan) }, "seed \(seed)")
    }
}
