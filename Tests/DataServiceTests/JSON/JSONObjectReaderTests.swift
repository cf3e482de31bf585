import Testing

@testable import DataService

struct JSONObjectReaderTests {
    private static func fields(_ text: String) throws -> [CallParameters.BodyField] {
        try JSONObjectReader(Array(text.utf8)).fields
    }

    @Test func `fields of the first level come with their values as written`() throws {
        let text =
            #" {"a" : "\u4e0a\ud83c\udf0a\/\n", "n":-1.50e+3,"t":true,"f":false,"z":null,"o":{"a":[1,{}]},"l":[[]]} "#
        let fields = try Self.fields(text)
        #expect(
            fields == [
                .init(name: "a", value: .text("上🌊/\n")), .init(name: "n", value: .number("-1.50e+3")),
                .init(name: "t", value: .boolean(true)), .init(name: "f", value: .boolean(false)),
                .init(name: "z", value: .null), .init(name: "o", value: .composite),
                .init(name: "l", value: .composite),
            ])
    }

    @Test(arguments: [
        "", " ", "[]", "1", "\"a\"", "null", "{", "}", "{}x", "{} {}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}",
        "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":0x10}",
        "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":tru}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"", "{\"a\":\"\\",
        "{\"a\":[1,2}", "\u{FEFF}{}", "{\"a\":1}//", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":-}",
    ])
    func `anything but a JSON object is refused`(text: String) {
        #expect(throws: JSONObjectReader.Malformed.self) { try Self.fields(text) }
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(throws: JSONObjectReader.Malformed.self) {
            try JSONObjectReader(Array("{\"a\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
        }
    }

    @Test func `a body that is all brackets does not reach the end of the stack`() {
        let deep = "{\"a\":" + String(repeating: "[", count: 1_000_000)
        #expect(throws: JSONObjectReader.Malformed.self) { try Self.fields(deep) }
        let fine = "{\"a\":" + String(repeating: "[", count: 63) + String(repeating: "]", count: 63) + "}"
        #expect(throws: Never.self) { try Self.fields(fine) }
    }

    @Test func `every prefix of an object is refused`() throws {
        let text = Array("{\"a\":\"\\u4e0a\",\"b\":[1,-2.5e3,{\"c\":null}],\"password\":true}".utf8)
        for count in text.indices {
            #expect(throws: JSONObjectReader.Malformed.self) { try JSONObjectReader(Array(text[..<count])) }
        }
        #expect(try JSONObjectReader(text).fields.count == 3)
    }

    @Test func `values under secret names are found at every level, the outermost first`() throws {
        let text = "{\"password\":{\"token\":1},\"a\":[{\"Api-Key\": \"x\\\"y\"}],\"key\":1}"
        let reader = try JSONObjectReader(Array(text.utf8))
        let found = reader.secrets.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
        #expect(found == ["{\"token\":1}", "\"x\\\"y\""])
    }
}
