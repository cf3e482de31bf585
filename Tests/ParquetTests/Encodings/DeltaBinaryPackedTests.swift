import Testing

@testable import Parquet
import DaybookTesting

@Suite struct DeltaBinaryPackedTests {
    @Test func `encodes five ascending numbers as the format describes`() throws {
        let values: [Int64] = [1, 2, 3, 4, 5]
        var encoded: [UInt8] = []
        DeltaBinaryPacked.encode(values.span, into: &encoded)
        #expect(encoded == bytes("8001 04 05 02 02 00000000"))
    }

    @Test(arguments: [0, 1, 2, 31, 32, 33, 128, 129, 130, 1000])
    func `reads back any number of integers of any size`(count: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for bits in 0..<64 {
            let values = (0..<count).map { _ in
                Int64(bitPattern: UInt64.random(in: 0 ... .max, using: &generator)) >> Int64(bits)
            }
            try expectRoundTrip(values, "seed \(seed), bits \(bits)")
            try expectRoundTrip(values.map { Int32(truncatingIfNeeded: $0) }, "seed \(seed), bits \(bits)")
        }
    }

    @Test func `wraps around where a difference overflows`() throws {
        try expectRoundTrip([Int64.min, .max, .min, 0, .max, -1], "extremes")
        try expectRoundTrip([Int32.min, .max, .min, 0, .max, -1], "extremes")
    }

    @Test(arguments: [
        "", "8001 04 05", "8001 00 05 02 02 00000000", "8001 03 05 02 02 00000000", "0a 01 05 02 02 00",
        "8001 04 06 02 02 00000000", "8001 04 05 02 02 000000", "8001 04 05 02 02 41000000",
        "8001 04 05 02 02 01000000",
        "80808080 08 01 05 02",
    ])
    func `refuses headers and blocks that are wrong or cut short`(hexadecimal: String) {
        let bytes = bytes(hexadecimal)
        #expect(throws: ParquetError.corruption("")) {
            var cursor = ByteCursor(bytes.rawSpan)
            var values: [Int64] = []
            try DeltaBinaryPacked.decode(&cursor, count: 5, into: &values)
        }
    }

    private func expectRoundTrip<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: [Value], _ comment: Comment
    ) throws where Value.Magnitude: BitwiseCopyable {
        var encoded: [UInt8] = []
        DeltaBinaryPacked.encode(values.span, into: &encoded)
        // Without slack after them, the last values take the careful path.
        for slack in [0, 16] {
            let padded = encoded + [UInt8](repeating: 0xFF, count: slack)
            var cursor = ByteCursor(padded.rawSpan)
            var decoded: [Value] = []
            try DeltaBinaryPacked.decode(&cursor, count: values.count, into: &decoded)
            #expect(decoded == values, comment)
            #expect(cursor.remaining == slack, comment)
        }
    }
}
