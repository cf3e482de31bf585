import DaybookTesting
import Testing

@testable import Logbook

struct KeyOrderTests {
    @Test(arguments: UInt64(1)...20)
    func `keys stand in the order of their values, absent ones first`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let texts = ["", "a", "a\0", "a\0b", "ab", "b", "ä", "a\u{308}", "客户", "\u{10FFFF}"]
        let values: [FieldValue?] =
            texts.map { .text($0) } + [nil, .integer(.min), .integer(-1), .integer(0), .integer(.max)]
            + [Int64.min, -1, 0, 1_700_000_000_000_000, .max].map { .time(Timestamp(microseconds: $0)) }
        let width = Int.random(in: 0...3, using: &generator)
        let keys = Set(
            (0..<60).map { _ in (0..<width).map { _ in values.randomElement(using: &generator) ?? nil } })
        let shuffled = Array(keys).shuffled(using: &generator)
        let sorted = KeyOrder(shuffled).indices.map { shuffled[$0] }
        #expect(Set(sorted) == keys)
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            guard let place = left.indices.first(where: { left[$0] != right[$0] }) else {
                Issue.record("seed \(seed): a key came twice")
                continue
            }
            guard let less = left[place] else { continue }
            #expect(right[place].map { less < $0 } == true, "seed \(seed): \(left), \(right)")
        }
    }
}
