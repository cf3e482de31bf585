import MongoWire
import NIOCore
import Testing

@Suite struct ExtendedJSONTests {
    private func text(_ type: UInt8, _ value: [UInt8]) throws -> String {
        let document = try BSONDocument(RawDocument.bytes(RawDocument.element(type, "v", value)))
        let text = try ExtendedJSON.relaxed(document)
        #expect(text.hasPrefix(#"{"v":"#) && text.hasSuffix("}"))
        return String(text.dropFirst(5).dropLast())
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.5, "1.5"), (1e20, "1e+20"), (.leastNonzeroMagnitude, "5e-324"),
        (-1.25, "-1.25"),
        (.nan, #"{"$numberDouble":"NaN"}"#), (.infinity, #"{"$numberDouble":"Infinity"}"#),
        (-.infinity, #"{"$numberDouble":"-Infinity"}"#),
    ])
    func `doubles are numbers unless JSON has none`(value: Double, expected: String) throws {
        #expect(try text(0x01, RawDocument.double(value)) == expected)
    }

    @Test(arguments: [
        (0, #"{"$date":"1970-01-01T00:00:00Z"}"#),
        (1_356_351_330_501, #"{"$date":"2012-12-24T12:15:30.501Z"}"#),
        (951_782_400_007, #"{"$date":"2000-02-29T00:00:00.007Z"}"#),
        (253_402_300_799_999, #"{"$date":"9999-12-31T23:59:59.999Z"}"#),
        (253_402_300_800_000, #"{"$date":{"$numberLong":"253402300800000"}}"#),
        (-1, #"{"$date":{"$numberLong":"-1"}}"#),
        (Int64.min, #"{"$date":{"$numberLong":"-9223372036854775808"}}"#),
    ])
    func `dates from 1970 to 9999 are texts, others numbers`(value: Int64, expected: String) throws {
        #expect(try text(0x09, RawDocument.int64(value)) == expected)
    }

    @Test(
        arguments: [
            (0x0, 0x3040_0000_0000_0000, "0"),
            (0x1, 0x3040_0000_0000_0000, "1"),
            (0x1, 0xB040_0000_0000_0000, "-1"),
            (0x96, 0x303C_0000_0000_0000, "1.50"),
            (0x1, 0x3034_0000_0000_0000, "0.000001"),
            (0x1, 0x3032_0000_0000_0000, "1E-7"),
            (0x1, 0x3046_0000_0000_0000, "1E+3"),
            (0x7B, 0x3042_0000_0000_0000, "1.23E+3"),
            (0x378D_8E63_FFFF_FFFF, 0x3041_ED09_BEAD_87C0, "9999999999999999999999999999999999"),
            (0x378D_8E64_0000_0000, 0x3041_ED09_BEAD_87C0, "0"),
            (0x1, 0x0000_0000_0000_0000, "1E-6176"),
            (0x378D_8E63_FFFF_FFFF, 0x5FFF_ED09_BEAD_87C0, "9.999999999999999999999999999999999E+6144"),
            (0x0, 0x6C10_0000_0000_0000, "0"),
            (0x0, 0x7C00_0000_0000_0000, "NaN"),
            (0x0, 0xFC00_0000_0000_0000, "NaN"),
            (0x0, 0x7800_0000_0000_0000, "Infinity"),
            (0x0, 0xF800_0000_0000_0000, "-Infinity"),
        ] as [(UInt64, UInt64, String)])
    func `decimals are written as the specification computes them`(low: UInt64, high: UInt64, expected: String) throws {
        let value = RawDocument.int64(Int64(bitPattern: low)) + RawDocument.int64(Int64(bitPattern: high))
        #expect(try text(0x13, value) == #"{"$numberDecimal":"\#(expected)"}"#)
    }

    @Test(arguments: [
        ([] as [UInt8], ""), ([0xFF], "/w=="), ([0xFF, 0xFE], "//4="), ([0, 16, 131], "ABCD"),
        ([251, 239, 190], "++++"),
    ])
    func `binary values are base64 with their subtype`(bytes: [UInt8], expected: String) throws {
        let value = RawDocument.int32(Int32(bytes.count)) + [0x80] + bytes
        #expect(try text(0x05, value) == #"{"$binary":{"base64":"\#(expected)","subType":"80"}}"#)
    }

    @Test func `the old kind of binary value loses its inner length`() throws {
        let value = RawDocument.int32(6) + [2] + RawDocument.int32(2) + [0xFF, 0xFF]
        #expect(try text(0x05, value) == #"{"$binary":{"base64":"//8=","subType":"02"}}"#)
        #expect(try text(0x05, RawDocument.int32(1) + [2, 9]) == #"{"$binary":{"base64":"CQ==","subType":"02"}}"#)
    }

    @Test func `all other types have their own words`() throws {
        let text = try ExtendedJSON.relaxed(try BSONDocument(RawDocument.everyType))
        let expected = [
            #""double":1.5"#, #""string":"中文 \"q\"""#, #""document":{"a":1}"#, #""array":[1,null]"#,
            #""binary":{"$binary":{"base64":"AQID","subType":"00"}}"#, #""undefined":{"$undefined":true}"#,
            #""id":{"$oid":"0102030405060708090a0b0c"}"#, #""true":true"#,
            #""date":{"$date":"2012-12-24T12:15:30.501Z"}"#, #""null":null"#,
            #""regex":{"$regularExpression":{"pattern":"a/b","options":"ix"}}"#,
            #""pointer":{"$dbPointer":{"$ref":"db.c","$id":{"$oid":"0102030405060708090a0b0c"}}}"#,
            #""code":{"$code":"f()"}"#, #""symbol":{"$symbol":"s"}"#, #""scoped":{"$code":"g()","$scope":{"x":1}}"#,
            #""int32":-7"#, #""timestamp":{"$timestamp":{"t":1,"i":2}}"#, #""int64":-9223372036854775808"#,
            #""decimal":{"$numberDecimal":"1.50"}"#, #""max":{"$maxKey":1}"#, #""min":{"$minKey":1}"#,
        ]
        #expect(text == "{" + expected.joined(separator: ",") + "}")
    }

    @Test func `texts are escaped, and bytes that are no text are replaced`() throws {
        let control = String(decoding: (0..<32).map { UInt8($0) } + [0x7F], as: UTF8.self)
        let expected =
            #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012"#
            + #"\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"# + "\u{7F}\""
        #expect(try text(0x02, RawDocument.string(control)) == expected)
        #expect(try text(0x02, RawDocument.int32(3) + [0xC3, 0x28, 0]) == "\"\u{FFFD}(\"")
        #expect(ExtendedJSON.quoted("a\"\\\n") == #""a\"\\\n""#)
    }

    @Test func `documents may be nested as deep as servers allow, not deeper`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            (1..<depth).reduce(RawDocument.bytes()) { inner, _ in
                RawDocument.bytes(RawDocument.element(0x03, "d", inner))
            }
        }
        let deepest = try BSONDocument(nested(WireLimits.maximumDepth))
        #expect(try ExtendedJSON.relaxed(deepest).utf8.count == 6 * (WireLimits.maximumDepth - 1) + 2)
        let tooDeep = try BSONDocument(nested(WireLimits.maximumDepth + 1))
        #expect(throws: WireError(.nestedTooDeeply, "")) {
            try ExtendedJSON.relaxed(tooDeep)
        }
        let monster = try BSONDocument(nested(20_000))
        #expect(throws: WireError(.nestedTooDeeply, "")) {
            try ExtendedJSON.relaxed(monster)
        }
    }

    @Test func `a command is written with its sequences, without what is omitted, with secrets masked`() throws {
        var builder = BSONBuilder()
        builder.append("createUser", "bob")
        builder.append("pwd", "secret")
        builder.append("$db", "admin")
        var inner = BSONBuilder()
        inner.append("pwd", "kept")
        let document = inner.finish()
        builder.append("customData", document)
        let sequences = [
            OpMessage.DocumentSequence(name: "docs", bytes: twice(document)),
            OpMessage.DocumentSequence(name: "none", bytes: ByteBuffer()),
            OpMessage.DocumentSequence(name: "pwd", bytes: document.bytes),
        ]
        #expect(
            try ExtendedJSON.relaxed(
                command: builder.finish(), sequences: sequences, omitting: ["$db"], masking: ["pwd"])
                == #"{"createUser":"bob","pwd":"***","customData":{"pwd":"kept"},"#
                + #""docs":[{"pwd":"kept"},{"pwd":"kept"}],"none":[],"pwd":"***"}"#
        )
    }

    private func twice(_ document: BSONDocument) -> ByteBuffer {
        var bytes = document.bytes
        bytes.writeImmutableBuffer(document.bytes)
        return bytes
    }
}
