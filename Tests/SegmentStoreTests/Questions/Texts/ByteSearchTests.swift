import DaybookTesting
import Testing

@testable import SegmentStore

/// Looked for in words of eight bytes, and compared with the plain way.
struct ByteSearchTests {
    private static func naivePlaces(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard bytes.count >= needle.count else { return [] }
        return (0...bytes.count - needle.count).filter { Array(bytes[$0..<$0 + needle.count]) == needle }
    }

    private static func places(of pattern: BytePattern, in bytes: [UInt8]) -> [Int] {
        var places: [Int] = []
        ByteSearch.forEachPlace(of: pattern, in: bytes) {
            places.append($0)
            return $0 + 1
        }
        return places
    }

    @Test(arguments: UInt64(1)...20)
    func `finds every place of a needle and no other`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        // Neighbours by one and by the highest bit, at which a word of eight may be mistaken.
        let alphabet: [UInt8] = [[0, 1, 0x80], [0x61, 0x60, 0xE1], [0xFF, 0xFE, 0x7F]][Int(seed % 3)]
        for count in 0..<140 {
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            for length in [1, 2, 3, 9, 40] {
                var needle = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
                if length <= count, generator.chance(0.7) {
                    let start = Int.random(in: 0...count - length, using: &generator)
                    needle = Array(bytes[start..<start + length])
                }
                let expected = Self.naivePlaces(of: needle, in: bytes)
                #expect(Self.places(of: BytePattern(needle), in: bytes) == expected, "seed \(seed)")
                #expect(ByteSearch.contains(BytePattern(needle), in: bytes) == !expected.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test func `finds texts of all alphabets where they begin and end with the buffer`() {
        for text in ["数据访问记录", "Größe", "x", "🧾🧾", "a\u{0}b"] {
            let needle = Array(text.utf8)
            for padding in 0..<40 {
                let filler = [UInt8](repeating: 0x2E, count: padding)
                #expect(Self.places(of: BytePattern(needle), in: filler + needle + filler + needle).first == padding)
                #expect(Self.places(of: BytePattern(needle), in: needle + filler).first == 0)
                #expect(Self.places(of: BytePattern(needle), in: filler + needle.dropLast()).isEmpty)
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `finds hexadecimal digits in the bytes that they are written for`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let digits = Array("0123456789abcdef".utf8)
        for _ in 0..<100 {
            let values = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                let count = Int.random(in: 0...9, using: &generator)
                return (0..<count).map { _ in [0x00, 0x1A, 0xA1, 0xFF].randomElement(using: &generator) ?? UInt8(0) }
            }
            var offsets: [UInt32] = [0]
            for value in values { offsets.append(offsets[offsets.count - 1] + UInt32(value.count)) }
            let texts = values.map { value in value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] } }
            let length = Int.random(in: 1...7, using: &generator)
            var needle = (0..<length).map { _ in digits[[0, 1, 10, 15].randomElement(using: &generator) ?? 0] }
            if let text = texts.randomElement(using: &generator), text.count >= length, generator.chance(0.7) {
                let start = Int.random(in: 0...text.count - length, using: &generator)
                needle = Array(text[start..<start + length])
            }
            var found: Set<Int> = []
            for pattern in BytePattern.hexadecimal(needle) {
                ByteSearch.forEachValue(with: pattern, in: Array(values.joined()), offsets) { found.insert($0) }
            }
            let expected = texts.indices.filter { !Self.naivePlaces(of: needle, in: texts[$0]).isEmpty }
            #expect(found.sorted() == expected, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `a needle across the border of two values is in neither`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let values = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    UInt8.random(in: 0x61...0x62, using: &generator)
                }
            }
            var offsets: [UInt32] = [0]
            for value in values { offsets.append(offsets[offsets.count - 1] + UInt32(value.count)) }
            let needle = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                UInt8.random(in: 0x61...0x62, using: &generator)
            }
            var found: [Int] = []
            ByteSearch.forEachValue(with: BytePattern(needle), in: Array(values.joined()), offsets) { found.append($0) }
            let expected = values.indices.filter { !Self.naivePlaces(of: needle, in: values[$0]).isEmpty }
            #expect(found == expected, "seed \(seed)")
        }
    }
}
