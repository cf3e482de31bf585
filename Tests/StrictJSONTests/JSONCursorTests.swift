import Foundation
import StrictJSON
import Testing

@Suite struct JSONCursorTests {
    private func pass(_ bytes: [UInt8], depth: Int = 5) throws(JSONCursor.Malformed) {
        var cursor = JSONCursor(bytes)
        try cursor.value(depth: depth)
        guard cursor.isAtEnd else { throw cursor.malformed }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-1.50e+3", "1E5", "\"\"", "[]", "{}", "[ 1 , [ ] ]",
        "\"\\u4e0a\\ud83c\\udf0a\"",
        "{ \"a\" : { \"b\" : [ \"\\\"\\\\\\/\\b\\f\\n\\r\\t\" ] } , \"a\" : 1 }",
    ])
    func `a value is passed to its end`(text: String) throws {
        try pass(Array(text.utf8))
        for count in 0..<text.utf8.count where !text.hasPrefix("1") && !text.hasPrefix("-1") {
            #expect(throws: JSONCursor.Malformed.self) { try pass(Array(text.utf8.prefix(count))) }
        }
    }

    @Test(arguments: [
        ("", 0), (" 1", 0), ("1 ", 1), ("01", 1), ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("-", 1), ("tru", 0),
        ("truex", 4), ("[1,]", 3), ("[,]", 1), ("[1 2]", 3), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{a:1}", 1),
        ("{\"a\":1,}", 7), ("\"\u{1}\"", 1), ("\"\\x\"", 3), ("\"\\u12\"", 3), ("\"\\u12g4\"", 3), ("\"\\ud800\"", 7),
        ("\"\\udc00\"", 7), ("\"\\ud800\\u0041\"", 13), ("\"a", 2), ("\"\\", 2), ("[[[[[[1]]]]]]", 5), ("NaN", 0),
    ])
    func `what is none says where`(text: String, offset: Int) {
        #expect(throws: JSONCursor.Malformed(offset: offset)) { try pass(Array(text.utf8)) }
    }

    @Test func `a string is read with its escapes, and compared without being made`() throws {
        var cursor = JSONCursor(Array(#"["plain 数据","\u4e0a\ud83c\udf0a\/\n"]"#.utf8))
        var texts: [String] = []
        try cursor.members(from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { cursor throws(JSONCursor.Malformed) in
            let token = try cursor.string()
            let text = try cursor.text(of: token)
            #expect(cursor.says(token, text) && !cursor.says(token, text + "x") && !cursor.says(token, ""))
            texts.append(text)
        }
        #expect(texts == ["plain 数据", "上🌊/\n"])
    }

    @Test func `text that is not UTF-8 is told of when it is asked for`() throws {
        for inside in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x5C, 0x6E, 0xC3]] as [[UInt8]] {
            var cursor = JSONCursor([0x22] + inside + [0x22])
            let token = try cursor.string()
            #expect(throws: JSONCursor.Malformed(offset: 1)) { try cursor.text(of: token) }
        }
    }

    @Test func `of texts that were tampered with, what is passed is JSON for Foundation as well`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let text = Array(#"{"a":[1.5e3,null,true,"\ud83d\ude00\\"],"b":{"c":-0.0,"d":"x"},"e":[{},[]]}"#.utf8)
        let alphabet = Array(#"{}[]":,\0-eu "#.utf8)
        for _ in 0..<5_000 {
            var bytes = text
            for _ in 0...random(2) {
                let place = random(bytes.count)
                switch random(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(alphabet[random(alphabet.count)], at: place)
                default: bytes[place] = alphabet[random(alphabet.count)]
                }
            }
            guard (try? pass(bytes, depth: 100)) != nil else { continue }
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes))) != nil
            #expect(isJSON, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
