import DaybookTesting
import Logbook
import Testing

struct TextMatcherTests {
    private static func contains(_ pieces: [String], _ part: String, ignoresCase: Bool = false) -> Bool {
        var matcher = SubstringMatcher(part, ignoresCase: ignoresCase)
        pieces.forEach { matcher.append($0) }
        return matcher.isFound
    }

    private static func hasWord(_ pieces: [String], _ word: String, ignoresCase: Bool = false) -> Bool {
        var matcher = WordMatcher(word, ignoresCase: ignoresCase)
        pieces.forEach { matcher.append($0) }
        return matcher.isFound
    }

    @Test func `a substring may begin in one piece and end in another`() {
        #expect(Self.contains(["WHERE \"a\" = ", "10", " limit ", "5"], "= 10 limit 5"))
        #expect(Self.contains(["aab", "", "aaab"], "aabaaab"))
        #expect(Self.contains(["aaaa", "b"], "aab"))
        #expect(!Self.contains(["ab", "ac"], "abc"))
        #expect(Self.contains([], ""))
        #expect(!Self.contains([], "a"))
        #expect(Self.contains(["订", "单"], "订单"))
    }

    @Test func `a word ends with its text, not with its piece`() {
        #expect(Self.hasWord(["1", "0 rows"], "10"))
        #expect(!Self.hasWord(["1", "0"], "1"))
        #expect(!Self.hasWord(["order_id"], "order"))
        #expect(Self.hasWord(["order-id"], "order"))
        #expect(Self.hasWord(["x.", "id"], "id"))
        #expect(Self.hasWord(["'O", "'Brien'"], "Brien"))
        #expect(Self.hasWord(["cafe", "\u{301} "], "cafe\u{301}"))
        #expect(!Self.hasWord(["cafe", "\u{301} "], "cafe"))
        #expect(Self.hasWord(["查询：订单 12"], "订单"))
        #expect(!Self.hasWord(["订单号"], "订单"))
        #expect(!Self.hasWord(["a b"], "a b"))
        #expect(!Self.hasWord(["", " "], ""))
    }

    @Test func `case is ignored only when that is wanted`() {
        #expect(!Self.hasWord(["SELECT"], "select"))
        #expect(Self.hasWord(["SELECT"], "select", ignoresCase: true))
        #expect(Self.contains(["ÄÖ", "Ü"], "äöü", ignoresCase: true))
        #expect(Self.hasWord(["İstanbul"], "i\u{307}stanbul", ignoresCase: true))
        #expect(!Self.hasWord(["selects"], "SELECT", ignoresCase: true))
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `what is found in pieces is what is found in the whole`(seed: UInt64) {
        var random = QuestionedRecords(seed: seed)
        let pieces = (0..<8).map { _ in String(repeating: random.random.pick(["a", "ab", "b", "_", " "]), count: 2) }
        let whole = [pieces.joined()]
        for _ in 0..<50 {
            let part = (0..<3).map { _ in random.random.pick(["a", "b", "ab", "_", " "]) }.joined()
            #expect(Self.contains(pieces, part) == Self.contains(whole, part), "seed \(seed): \(part)")
            #expect(Self.contains(pieces, part) == whole[0].contains(part), "seed \(seed): \(part)")
            #expect(Self.hasWord(pieces, part) == Self.hasWord(whole, part), "seed \(seed): \(part)")
        }
    }

    @Test func `the pieces of a detail are its text`() {
        var random = QuestionedRecords(seed: 7)
        for _ in 0..<200 {
            let record = random.access()
            var text = ""
            Field.access(.detail).writeText(of: .access(record), to: &text)
            #expect(Field.access(.detail).value(of: .access(record)) == .text(text))
        }
    }
}
