import Testing

@testable import Parquet

@Suite struct ByteArraysTests {
    @Test func `lends the bytes of each value`() {
        let values = ByteArrays(["a", "", "中文"])
        #expect(values.count == 3)
        #expect(values.string(2) == "中文")
        let byteCounts = (0..<3).map { values[$0].byteCount }
        #expect(byteCounts == [1, 0, 6])
        #expect(values.range(2) == 1..<7)
    }

    @Test func `repairs what is no text`() throws {
        let values = try ByteArrays(bytes: [0x61, 0xFF], offsets: [0, 2])
        #expect(values.string(0) == "a\u{FFFD}")
    }

    @Test(arguments: [[], [0], [1, 2], [0, 3], [0, 2, 1, 2]] as [[UInt32]])
    func `refuses offsets that do not span the bytes`(offsets: [UInt32]) {
        #expect(throws: ParquetError.invalidInput("")) { _ = try ByteArrays(bytes: [1, 2], offsets: offsets) }
    }

    @Test func `takes over a buffer with its offsets`() throws {
        let values = try ByteArrays(bytes: [1, 2, 3], offsets: [0, 0, 2, 3])
        let second = values[1].array
        #expect(second == [1, 2])
        #expect(values.count == 3)
    }

    @Test func `stays as it was when lengths are wrong`() {
        var values = ByteArrays(["a"])
        for lengths in [[1, -1], [1, 1_000_000]] as [[Int32]] {
            #expect(throws: ParquetError.self) {
                try values.append(lengths: lengths.span, limit: 1000) { _ in }
            }
            #expect(values == ByteArrays(["a"]))
        }
    }
}
