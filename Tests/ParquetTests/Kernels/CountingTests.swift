import DaybookTesting
import Testing

@testable import Parquet

struct CountingTests {
    @Test func `counts a byte in any number of bytes as a loop does`() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for count in Array(0...70) + [2_040, 2_047, 2_048, 5_000] {
            // Few different bytes, so that some stretches are all alike, and neighbours differ by a carry.
            let choices: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
            let share = Double.random(in: 0...1, using: &generator)
            let bytes = (0..<count).map { _ in
                Double.random(in: 0..<1, using: &generator) < share
                    ? choices[1] : choices.randomElement(using: &generator) ?? 0
            }
            for byte in choices {
                let expected = bytes.count { $0 == byte }
                #expect(countOccurrences(of: byte, in: bytes.span) == expected, "seed \(seed), \(count) bytes")
            }
        }
    }

    @Test func `counts bytes that are all alike`() {
        for byte in [UInt8.min, 0x80, .max] {
            let bytes = [UInt8](repeating: byte, count: 100_003)
            #expect(countOccurrences(of: byte, in: bytes.span) == bytes.count)
            #expect(countOccurrences(of: byte ^ 1, in: bytes.span) == 0)
        }
    }
}
