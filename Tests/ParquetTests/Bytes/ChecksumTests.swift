import Testing

@testable import Parquet

@Suite struct ChecksumTests {
    @Test(arguments: [
        ("", 0 as UInt32), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926),
        ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
    ])
    func `matches the published values of CRC-32`(text: String, expected: UInt32) {
        let bytes = Array(text.utf8)
        #expect(Checksum.of(bytes.rawSpan) == expected)
    }

    @Test func `is the same in one piece and in two, wherever they meet`() {
        let bytes = (0..<100).map { UInt8($0 * 7 & 0xFF) }
        let whole = Checksum.of(bytes.rawSpan)
        for middle in 0...bytes.count {
            var checksum = Checksum()
            checksum.update(bytes.rawSpan.extracting(0..<middle))
            checksum.update(bytes.rawSpan.extracting(middle..<bytes.count))
            #expect(checksum.value == whole)
        }
    }
}
