import Testing

@testable import Parquet
import DaybookTesting

@Suite struct HybridTests {
    /// The example of the format's text: 0 to 7 in three bits.
    @Test func `packs the specification's example into its bytes`() throws {
        let packed = bytes("03 88 c6 fa")
        var values: [UInt32] = []
        try Hybrid.decode(packed.rawSpan, width: 3, count: 8, into: &values)
        #expect(values == [0, 1, 2, 3, 4, 5, 6, 7])
        var encoded: [UInt8] = []
        Hybrid.encode(values.span, width: 3, into: &encoded)
        #expect(encoded == packed)
    }

    @Test func `reads back any mixture of runs, in every width`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for width in 0...32 {
            for _ in 0..<20 {
                let values = mixture(width: width, using: &generator)
                var encoded: [UInt8] = []
                Hybrid.encode(values.span, width: width, into: &encoded)
                var decoded: [UInt32] = [7]
                try Hybrid.decode(encoded.rawSpan, width: width, count: values.count, into: &decoded)
                #expect(decoded == [7] + values, "seed \(seed), width \(width)")
                guard width <= 8 else { continue }
                let small = values.map { UInt8($0) }
                var bytewise: [UInt8] = []
                Hybrid.encode(small.span, width: width, into: &bytewise)
                #expect(bytewise == encoded, "seed \(seed), width \(width)")
                // What follows a run must not change it.
                encoded += [0xFF, 0xFF, 0xFF]
                var levels: [UInt8] = []
                try Hybrid.decode(encoded.rawSpan, width: width, count: values.count, into: &levels)
                #expect(levels == values.map { UInt8($0) }, "seed \(seed), width \(width)")
            }
        }
    }

    /// Runs are looked for in leaps; here each value is looked at.
    @Test func `repeats what is repeated often enough, and nothing else`() throws {
        for length in 1...60 {
            for start in 0...20 {
                let ahead = (0..<start).map { UInt32($0 % 2) }
                let values = ahead + [UInt32](repeating: 2, count: length) + [3, 2, 3]
                var encoded: [UInt8] = []
                Hybrid.encode(values.span, width: 2, into: &encoded)
                let filled = (start + 7) / 8 * 8
                let isRepeated = length >= 20 && start + length - filled >= 20
                var expected: [UInt8] = []
                if isRepeated {
                    if filled > 0 { appendPacked(values[..<filled], to: &expected) }
                    expected += [UInt8(start + length - filled) << 1, 2]
                    appendPacked([3, 2, 3], to: &expected)
                } else {
                    appendPacked(values[...], to: &expected)
                }
                #expect(encoded == expected, "\(length) behind \(start)")
            }
        }
    }

    /// In two bits each.
    private func appendPacked(_ values: ArraySlice<UInt32>, to bytes: inout [UInt8]) {
        let padded = Array(values) + [UInt32](repeating: 0, count: (8 - values.count % 8) % 8)
        bytes.append(UInt8((padded.count / 8) << 1 | 1))
        for place in stride(from: 0, to: padded.count, by: 4) {
            bytes.append(
                UInt8(padded[place] | padded[place + 1] << 2 | padded[place + 2] << 4 | padded[place + 3] << 6))
        }
    }

    @Test func `takes three bytes for a million equal levels`() throws {
        let levels = [UInt8](repeating: 1, count: 1_000_000)
        var encoded: [UInt8] = []
        Hybrid.encode(levels.span, width: 1, into: &encoded)
        #expect(encoded.count == 4)
        #expect(try Hybrid.constant(encoded.rawSpan, width: 1, count: levels.count) == 1)
    }

    @Test func `accepts a last packed run without its padding`() throws {
        let packed = bytes("03 88 c6")
        var values: [UInt32] = []
        try Hybrid.decode(packed.rawSpan, width: 3, count: 5, into: &values)
        #expect(values == [0, 1, 2, 3, 4])
    }

    @Test(arguments: ["", "03", "03 88", "00", "01", "10", "ffffffffffffff7f 01", "10 ff"])
    func `refuses runs that are empty, cut short or too wide`(hexadecimal: String) {
        let bytes = bytes(hexadecimal)
        #expect(throws: ParquetError.corruption("")) {
            var values: [UInt32] = []
            try Hybrid.decode(bytes.rawSpan, width: 3, count: 8, into: &values)
        }
    }

    private func mixture(width: Int, using generator: inout SeededGenerator) -> [UInt32] {
        var values: [UInt32] = []
        let mask = width == 0 ? 0 : UInt32.max >> UInt32(32 - width)
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
            let value = UInt32.random(in: 0 ... .max, using: &generator) & mask
            let count = Int.random(in: 1...40, using: &generator)
            if Bool.random(using: &generator) {
                values += [UInt32](repeating: value, count: count)
            } else {
                values += (0..<count).map { _ in UInt32.random(in: 0 ... .max, using: &generator) & mask }
            }
        }
        return values
    }
}
