import Testing

@testable import Parquet
import DaybookTesting

@Suite struct ByteArrayEncodingTests {
    private static let encodings: [Encoding] = [.plain, .deltaLengthByteArray, .deltaByteArray]

    @Test(arguments: encodings)
    func `reads back byte arrays of any length`(encoding: Encoding) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var values = ByteArrays()
            var previous: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<40, using: &generator) {
                // Values share beginnings of all lengths, and cross the sizes at which copies change.
                let prefix = previous.prefix(Int.random(in: 0...40, using: &generator))
                let rest = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                previous = prefix + rest
                values.append(previous.rawSpan)
            }
            let decoded = try roundTrip(values, 0..<values.count, encoding)
            #expect(decoded == values, "seed \(seed)")
        }
    }

    @Test(arguments: encodings)
    func `encodes a run of values from the middle of a batch`(encoding: Encoding) throws {
        let values = ByteArrays(["alpha", "alphabet", "", "beta", "betray"])
        #expect(try roundTrip(values, 1..<4, encoding) == ByteArrays(["alphabet", "", "beta"]))
    }

    @Test(arguments: encodings)
    func `refuses bytes cut at every length`(encoding: Encoding) throws {
        let values = ByteArrays(["alpha", "alphabet", "alphabetical", "beta"])
        var encoded: [UInt8] = []
        try ValueEncoding.encode(.byteArray(values), 0..<4, encoding, into: &encoded)
        for length in 0..<encoded.count {
            var decoded = ColumnValues.byteArray(ByteArrays())
            #expect(throws: ParquetError.corruption("")) {
                let cut = encoded[..<length].map(\.self)
                try ValueEncoding.decode(cut.rawSpan, encoding, count: 4, limit: 1 << 20, into: &decoded)
            }
        }
    }

    @Test func `stops a file that makes much of little, before allocating it`() throws {
        // Each value repeats all of the one before it, which is a million bytes.
        let values = ByteArrays([String](repeating: String(repeating: "x", count: 1_000_000), count: 100))
        var encoded: [UInt8] = []
        try ValueEncoding.encode(.byteArray(values), 0..<100, .deltaByteArray, into: &encoded)
        #expect(encoded.count < 1_001_000)
        var decoded = ColumnValues.byteArray(ByteArrays())
        #expect(throws: ParquetError.limitExceeded("")) {
            try ValueEncoding.decode(encoded.rawSpan, .deltaByteArray, count: 100, limit: 50_000_000, into: &decoded)
        }
    }

    @Test(arguments: [UInt32(0x8000_0000), 0xFFFF_FFFF, 0x7FFF_FFFF])
    func `refuses a plain length that is negative or past the end`(length: UInt32) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(length)
        bytes += [1, 2, 3, 4, 5, 6, 7, 8]
        #expect(throws: ParquetError.corruption("")) {
            var decoded = ColumnValues.byteArray(ByteArrays())
            try ValueEncoding.decode(bytes.rawSpan, .plain, count: 2, limit: 1 << 40, into: &decoded)
        }
    }

    private func roundTrip(_ values: ByteArrays, _ range: Range<Int>, _ encoding: Encoding) throws -> ByteArrays {
        var encoded: [UInt8] = []
        try ValueEncoding.encode(.byteArray(values), range, encoding, into: &encoded)
        var decoded = ColumnValues.byteArray(ByteArrays())
        try ValueEncoding.decode(encoded.rawSpan, encoding, count: range.count, limit: 1 << 30, into: &decoded)
        return decoded.byteArray
    }
}
