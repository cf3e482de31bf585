import DataService
import Testing

struct JSONWriterTests {
    private static func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `separators stand where they belong`() {
        let json = Self.text { writer in
            writer.beginObject()
            writer.name("a")
            writer.beginArray()
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.integer(1)
            writer.null()
            writer.endArray()
            writer.name("b")
            writer.boolean(false)
            writer.endObject()
        }
        #expect(json == #"{"a":[{},[],1,null],"b":false}"#)
    }

    @Test func `every control character is escaped`() {
        for byte in 0..<0x20 as Range<UInt8> {
            let json = Self.text { $0.string("a" + String(Unicode.Scalar(byte)) + "é") }
            #expect(json.utf8.allSatisfy { $0 >= 0x20 })
            #expect(json.hasPrefix("\"a\\") && json.hasSuffix("é\""))
        }
        #expect(Self.text { $0.string("\u{1F}\u{10}\u{8}\u{C}\u{B}") } == #""\u001f\u0010\b\f\u000b""#)
    }

    @Test func `what is no Unicode arrives as replacement characters`() {
        let text = String(decoding: [0x61, 0xED, 0xA0, 0x80, 0xFF, 0x62], as: UTF8.self)
        let json = Self.text { $0.string(text) }
        #expect(String(validating: Array(json.utf8), as: UTF8.self) != nil)
        #expect(json.contains("\u{FFFD}"))
    }

    @Test(arguments: [
        (0.1, "0.1"), (1e300, "1e+300"), (-0.0, "-0.0"), (.leastNonzeroMagnitude, "5e-324"), (100, "100.0"),
        (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
    ])
    func `a double is the shortest text that reads back, or null`(value: Double, expected: String) {
        #expect(Self.text { $0.number(value) } == expected)
    }

    @Test(
        arguments: [
            ([], "\"\""), ([0x66], "\"Zg==\""), ([0x66, 0x6F], "\"Zm8=\""), ([0x66, 0x6F, 0x6F], "\"Zm9v\""),
            ([0xFB, 0xFF, 0xBF, 0x00], "\"+/+/AA==\""),
        ] as [([UInt8], String)])
    func `bytes are written in base64`(bytes: [UInt8], expected: String) {
        #expect(Self.text { $0.base64(bytes) } == expected)
    }
}
