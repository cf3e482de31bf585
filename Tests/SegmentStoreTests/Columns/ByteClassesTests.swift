import DaybookTesting
@testable import Parquet
import Testing

@testable import SegmentStore

/// What is told of eight bytes at a time is what is told of each.
struct ByteClassesTests {
    /// Texts of bytes that matter: those at the ends of each class, with others here and there.
    private func texts(_ generator: inout SeededGenerator) -> [[UInt8]] {
        let ends: [UInt8] = [
            0x00, 0x01, 0x1F, 0x20, 0x27, 0x2F, 0x30, 0x39, 0x3A, 0x40, 0x41, 0x46, 0x47, 0x60, 0x61, 0x66, 0x67, 0x7E,
            0x7F, 0x80, 0x9F, 0xA0, 0xB0, 0xE1, 0xFF,
        ]
        let digits = Array("0123456789abcdef".utf8)
        return (0..<4_000).map { _ in
            let length = Int.random(in: 0...40, using: &generator)
            var text = (0..<length).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }
            for _ in 0..<Int.random(in: 0...2, using: &generator) where length > 0 {
                let position = Int.random(in: 0..<length, using: &generator)
                text[position] = ends[Int.random(in: 0..<ends.count, using: &generator)]
            }
            return text
        }
    }

    @Test
    func `controls, a byte and hexadecimal digits are found wherever they are`() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        for text in texts(&generator) {
            #expect(
                text.rawSpan.hasControls == text.contains { $0 < 0x20 || $0 == 0x7F }, "seed \(seed), \(text)")
            #expect(text.rawSpan.contains(0x27) == text.contains(0x27), "seed \(seed), \(text)")
            let isHexadecimal = text.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            #expect(text.rawSpan.isHexadecimal == isHexadecimal, "seed \(seed), \(text)")
        }
    }

    @Test
    func `hexadecimal digits become the bytes that they stand for`() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        for count in 0..<40 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let digits = bytes.flatMap { [UInt8](($0 < 16 ? "0" : "").utf8) + [UInt8](String($0, radix: 16).utf8) }
            var found = ByteArrays()
            found.append(byteCount: count) { digits.rawSpan.gatherHexadecimal(into: &$0) }
            #expect(found.bytes == bytes, "seed \(seed)")
        }
    }
}
