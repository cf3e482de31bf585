import Testing

@testable import Parquet

@Suite struct XXHash64Tests {
    /// Sanity vectors of the reference implementation: a generated buffer, seed 0.
    @Test(arguments: [
        (0, 0xEF46_DB37_51D8_E999 as UInt64), (1, 0xE934_A84A_DB05_2768), (4, 0x9136_A0DC_A574_57EE),
        (14, 0x8282_DCC4_994E_35C8), (222, 0xB641_AE8C_B691_C174),
    ])
    func `matches the reference implementation on its own test buffer`(length: Int, expected: UInt64) {
        var generator: UInt64 = 2_654_435_761
        let buffer = (0..<222).map { _ in
            defer { generator &*= 11_400_714_785_074_694_797 }
            return UInt8(generator >> 56)
        }
        #expect(XXHash64.hash(Array(buffer[..<length]).rawSpan) == expected)
    }

    @Test(arguments: [("a", 0xD24E_C4F1_A98C_6E5B as UInt64), ("abc", 0x44BC_2CF5_AD77_0999)])
    func `matches published values of short texts`(text: String, expected: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8).rawSpan) == expected)
    }

    @Test func `hashes numbers as their little-endian bytes`() {
        for value in [0, 1, UInt64(1) << 63, .max] {
            var wide: [UInt8] = []
            wide.appendLittleEndian(value)
            #expect(XXHash64.hash(value) == XXHash64.hash(wide.rawSpan))
            var narrow: [UInt8] = []
            narrow.appendLittleEndian(UInt32(truncatingIfNeeded: value))
            #expect(XXHash64.hash(UInt32(truncatingIfNeeded: value)) == XXHash64.hash(narrow.rawSpan))
        }
    }
}
