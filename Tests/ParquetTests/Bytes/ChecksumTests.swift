import DaybookTesting
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

    /// Long runs of bytes are folded by the processor: every length, and behind bytes that were taken in before.
    @Test func `is what one bit after the other gives`() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for count in Array(0...400) + [1_000, 4_096, 70_001] {
            let head = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                UInt8.random(in: 0 ... .max, using: &generator)
            }
            let bytes = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            var checksum = Checksum()
            checksum.update(head.rawSpan)
            checksum.update(bytes.rawSpan)
            #expect(checksum.value == Self.plain(head + bytes), "seed \(seed), \(count) bytes")
        }
    }

    private static func plain(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { state, byte in
            (0..<8).reduce(state ^ UInt32(byte)) { state, _ in state >> 1 ^ (state & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
