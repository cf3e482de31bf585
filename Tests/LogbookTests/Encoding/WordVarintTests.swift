import DaybookTesting
import Testing

@testable import Logbook

/// A number taken from a word is the one that its bytes say one by one.
struct WordVarintTests {
    @Test(arguments: 1...8)
    func `numbers of each length come back, whatever follows them`(byteCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(byteCount))
        let largest: UInt64 = 1 << UInt64(7 * byteCount) - 1
        let least: UInt64 = byteCount == 1 ? 0 : 1 << UInt64(7 * (byteCount - 1))
        for number in [least, largest] + (0..<100).map({ _ in .random(in: least...largest, using: &generator) }) {
            var word = generator.next() << UInt64(byteCount == 8 ? 0 : 8 * byteCount)
            if byteCount == 8 { word = 0 }
            for index in 0..<byteCount {
                let sevenBits = number >> UInt64(7 * index) & 0x7F
                word |= (sevenBits | (index < byteCount - 1 ? 0x80 : 0)) << UInt64(8 * index)
            }
            let found = try #require(WordVarint(word))
            #expect(found.value == number && found.byteCount == byteCount && found.isShortest)
        }
    }

    @Test
    func `a last byte that says nothing is told`() throws {
        #expect(try #require(WordVarint(0)).isShortest)
        #expect(try !#require(WordVarint(0x0080)).isShortest)
        #expect(try !#require(WordVarint(0x01_0000_80FF)).isShortest)
        #expect(try !#require(WordVarint(0x00FF_FFFF_FFFF_FFFF)).isShortest)
    }

    @Test
    func `a number that goes on behind the word is none of it`() {
        #expect(WordVarint(.max) == nil)
        #expect(WordVarint(0x8080_8080_8080_8080) == nil)
    }
}
