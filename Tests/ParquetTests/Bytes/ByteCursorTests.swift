import Testing

@testable import Parquet

@Suite struct ByteCursorTests {
    @Test(arguments: [0, 1, 127, 128, 300, UInt64(UInt32.max), UInt64.max - 1, .max])
    func `reads back the variable-length integers that are written`(value: UInt64) throws {
        var bytes: [UInt8] = []
        bytes.appendVarint(value)
        bytes.appendZigzag(Int64(bitPattern: value))
        var cursor = ByteCursor(bytes.rawSpan)
        #expect(try cursor.varint() == value)
        #expect(try cursor.zigzag() == Int64(bitPattern: value))
        #expect(cursor.remaining == 0)
    }

    @Test(arguments: ["", "80", "ffffffffffffffffff", "ffffffffffffffffff02", "ffffffffffffffffffff01"])
    func `refuses integers that end early or exceed 64 bits`(hexadecimal: String) {
        let bytes = bytes(hexadecimal)
        #expect(throws: ParquetError.corruption("")) {
            var cursor = ByteCursor(bytes.rawSpan)
            _ = try cursor.varint()
        }
    }

    @Test(arguments: [-1, 4, Int.max, Int.min])
    func `does not lend bytes that are not there`(count: Int) {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(throws: ParquetError.corruption("")) {
            var cursor = ByteCursor(bytes.rawSpan)
            _ = try cursor.take(count)
        }
    }
}
