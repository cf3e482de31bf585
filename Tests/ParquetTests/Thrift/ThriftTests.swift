import Testing

@testable import Parquet

@Suite struct ThriftTests {
    @Test func `writes a key-value pair in the bytes of the protocol`() {
        let written = ThriftWriter.bytes(of: KeyValue("k", "vv"))
        #expect(written == bytes("18 01 6b 18 02 7676 00"))
    }

    @Test func `passes over fields of every type that it does not know`() throws {
        // Fields 16 to 27 of all types, with a list, a map and a structure inside, between the two that count.
        let unknown = bytes(
            """
            18016b
            f1 12 1305 1402 1504 1606 170000000000000000 18 0161 19 2502 04 1a 13 0102 1b 01 58 02 0161
            1c 15 02 00 1d 000102030405060708090a0b0c0d0e0f
            00
            """)
        #expect(try read(unknown) == KeyValue("k", nil))
    }

    @Test(arguments: 0..<7)
    func `refuses a structure that is cut short`(length: Int) {
        let whole = bytes("18 01 6b 18 02 7676 00")
        #expect(throws: ParquetError.corruption("")) { _ = try read(Array(whole[..<length])) }
    }

    @Test(arguments: [
        "15 02 00", "18 ffffffff0f 00", "18 01 6b 1e 00", "08 ffffffff0f 00", "f8 01 6b 08 feff03 016b f8 016b 00",
    ])
    func `refuses wrong types, lengths and numbers`(hexadecimal: String) {
        #expect(throws: ParquetError.corruption("")) { _ = try read(bytes(hexadecimal)) }
    }

    @Test func `refuses structures nested without end`() {
        let nested = bytes("18016b") + [UInt8](repeating: 0x3C, count: 100_000)
        #expect(throws: ParquetError.corruption("")) { _ = try read(nested) }
    }

    @Test(arguments: ["19 fcffffffff0f 00", "19 fc 7f 00", "1b ffffff7f 55 00"])
    func `refuses a list that announces more elements than bytes are left`(hexadecimal: String) {
        #expect(throws: ParquetError.corruption("")) {
            let bytes = bytes(hexadecimal)
            var reader = ThriftReader(bytes.rawSpan)
            _ = try OffsetIndex(from: &reader)
        }
    }

    @Test func `reads back every logical type`() throws {
        let types: [LogicalType] = [
            .string, .list, .json, .date, .timestamp(unit: .milliseconds, isAdjustedToUTC: true),
            .timestamp(unit: .nanoseconds, isAdjustedToUTC: false), .integer(bitWidth: 8, isSigned: false),
            .integer(bitWidth: 64, isSigned: true),
        ]
        for type in types {
            let element = SchemaElement(name: "x", type: .int64, repetition: .optional, logicalType: type)
            let bytes = ThriftWriter.bytes(of: element)
            var reader = ThriftReader(bytes.rawSpan)
            #expect(try SchemaElement(from: &reader) == element)
        }
    }

    private func read(_ bytes: [UInt8]) throws -> KeyValue {
        var reader = ThriftReader(bytes.rawSpan)
        return try KeyValue(from: &reader)
    }
}
