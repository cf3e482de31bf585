import Testing

@testable import Parquet
import DaybookTesting

@Suite struct BoundShorteningTests {
    @Test(arguments: [
        ("abcdef", 3, "abc", "abd"), ("ab\u{7F}def", 3, "ab\u{7F}", "ab\u{80}"),
        // A cut never falls into a character.
        ("ab中文字", 4, "ab", "ac"), ("ab中文字", 5, "ab中", "ab丮"),
        // The last character before the surrogates is raised past them.
        ("a\u{D7FF}xyz", 4, "a\u{D7FF}", "a\u{E000}"),
        // The highest character cannot be raised; the one before it can.
        ("a\u{10FFFF}xyz", 5, "a\u{10FFFF}", "b"),
    ])
    func `shortens text to whole characters, down and up`(text: String, limit: Int, low: String, high: String) {
        let value = Array(text.utf8)
        #expect(BoundShortening.floor(value.rawSpan, byteLimit: limit, isText: true) == Array(low.utf8))
        #expect(BoundShortening.ceiling(value.rawSpan, byteLimit: limit, isText: true) == Array(high.utf8))
    }

    @Test func `raises bytes over what cannot be raised, or leaves them whole`() {
        let value: [UInt8] = [1, 0xFF, 0xFF, 7]
        #expect(BoundShortening.ceiling(value.rawSpan, byteLimit: 3, isText: false) == [2])
        let highest = [UInt8](repeating: 0xFF, count: 4)
        #expect(BoundShortening.ceiling(highest.rawSpan, byteLimit: 3, isText: false) == nil)
        let highestText = Array("\u{10FFFF}\u{10FFFF}".utf8)
        #expect(BoundShortening.ceiling(highestText.rawSpan, byteLimit: 4, isText: true) == nil)
    }

    @Test func `leaves short values as they are`() {
        let value = Array("abc".utf8)
        #expect(BoundShortening.floor(value.rawSpan, byteLimit: 3, isText: true) == nil)
        #expect(BoundShortening.ceiling(value.rawSpan, byteLimit: 3, isText: true) == nil)
    }

    @Test func `bounds random values from both sides, ill-formed text included`() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let count = Int.random(in: 1...12, using: &generator)
            let value = (0..<count).map { _ in [0x61, 0x80, 0xC3, 0xE4, 0xF4, 0xFF].randomElement(using: &generator)! }
                .map { UInt8($0) }
            for limit in 1..<8 {
                for isText in [true, false] {
                    let low = BoundShortening.floor(value.rawSpan, byteLimit: limit, isText: isText) ?? value
                    let high = BoundShortening.ceiling(value.rawSpan, byteLimit: limit, isText: isText) ?? value
                    #expect(compare(low.rawSpan, value.rawSpan) <= 0, "seed \(seed)")
                    #expect(compare(high.rawSpan, value.rawSpan) >= 0, "seed \(seed)")
                }
            }
        }
    }
}
