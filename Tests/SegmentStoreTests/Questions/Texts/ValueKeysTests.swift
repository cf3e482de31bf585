import DaybookTesting
import Logbook
import Parquet
import Testing

@testable import SegmentStore

struct ValueKeysTests {
    @Test(arguments: UInt64(1)...20)
    func `every value that has the key is named, in order`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = ["", "a", "ab", "kunde", "客户", "id7", "x.y", "7f3a"]
        let texts = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "" }
                .joined(separator: generator.chance(0.5) ? " " : "-")
        }
        let values = ByteArrays(texts)
        let whole = ValueKeys(ofWhole: values)
        let ofWords = ValueKeys(ofWords: values)
        for text in Set(texts + words + ["missing"]) {
            let equal = texts.indices.filter { texts[$0] == text }
            let found = whole.values(with: Array(text.utf8))
            #expect(found.filter { texts[$0] == text } == equal, "seed \(seed): \(text)")
            #expect(found == found.sorted(), "seed \(seed): \(text)")
            guard WordCharacter.makesOneWord(text) else { continue }
            let having = texts.indices.filter { FieldCondition.Test.hasWord(text).passes(.text(texts[$0])) }
            #expect(
                Set(ofWords.values(with: Array(text.utf8))).isSuperset(of: having), "seed \(seed): \(text)")
        }
    }
}
