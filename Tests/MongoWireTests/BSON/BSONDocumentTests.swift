import DaybookTesting
import MongoWire
import NIOCore
import Testing

@Suite struct BSONDocumentTests {
    @Test func `fields are found by their whole key`() throws {
        let document = try BSONDocument(
            RawDocument.bytes(
                RawDocument.element(0x10, "okay", RawDocument.int32(1)),
                RawDocument.element(0x01, "ok", RawDocument.double(1)),
                RawDocument.element(0x02, "name", RawDocument.string("café"))
            ))
        #expect(try document.value("ok") == .double(1))
        #expect(try document.value("name")?.string == "café")
        #expect(try document.value("o") == nil)
        #expect(try document.first()?.key == "okay")
        #expect(try document.count() == 3)
    }

    @Test func `keys are told apart wherever they differ`() throws {
        let keys = [
            "", "o", "k", "ok", "no", "firstBatch", "firstBatcH", "nextBatch", "lastBatch", "12345678", "12345679",
        ]
        let document = try BSONDocument(
            RawDocument.bytes(keys.flatMap { RawDocument.element(0x0A, $0, []) }))
        var found: [String] = []
        try document.forEach { field in
            switch field {
            case "": found.append("")
            case "o": found.append("o")
            case "k": found.append("k")
            case "ok": found.append("ok")
            case "no": found.append("no")
            case "firstBatch": found.append("firstBatch")
            case "firstBatcH": found.append("firstBatcH")
            case "nextBatch": found.append("nextBatch")
            case "lastBatch": found.append("lastBatch")
            case "12345678": found.append("12345678")
            case "12345679": found.append("12345679")
            default: found.append("?")
            }
        }
        #expect(found == keys)
    }

    @Test func `a value of sixteen bytes is read as a number`() throws {
        let document = try BSONDocument(
            RawDocument.bytes(
                RawDocument.element(0x05, "id", [16, 0, 0, 0, 4] + (0x10...0x1F)),
                RawDocument.element(0x05, "short", [15, 0, 0, 0, 4] + (0x10...0x1E)),
                RawDocument.element(0x02, "text", RawDocument.string("sixteen bytes..."))
            ))
        #expect(try document.uuid("id") == 0x1011_1213_1415_1617_1819_1A1B_1C1D_1E1F)
        #expect(try document.uuid("short") == nil)
        #expect(try document.uuid("text") == nil)
        #expect(try document.uuid("other") == nil)
    }

    @Test func `every type is stepped over by its own length`() throws {
        let document = try BSONDocument(RawDocument.everyType)
        var keys: [String] = []
        try document.forEach { keys.append($0.key) }
        #expect(keys.count == BSONType.allCases.count)
        #expect(keys.last == "min")
        #expect(try document.value("int64")?.integer == .min)
        #expect(try document.value("true")?.isTrue == true)
        #expect(try document.value("max") == .other(.maximumKey))
        guard case .binary(subtype: 0, let bytes) = try document.value("binary") else {
            Issue.record("no binary value")
            return
        }
        #expect(Array(bytes.readableBytesView) == [1, 2, 3])
    }

    @Test func `numbers of any type are read as integers only when they are whole`() {
        #expect(BSONValue.double(3).integer == 3)
        #expect(BSONValue.double(3.5).integer == nil)
        #expect(BSONValue.double(.nan).integer == nil)
        #expect(BSONValue.double(1e300).integer == nil)
        #expect(BSONValue.string("3").integer == nil)
        #expect(BSONValue.double(1).isTrue)
        #expect(!BSONValue.int32(0).isTrue)
        #expect(!BSONValue.null.isTrue)
    }

    @Test(
        arguments: [
            [], [5, 0, 0], [4, 0, 0, 0, 0], [5, 0, 0, 0, 1], [6, 0, 0, 0, 0], [255, 255, 255, 255, 0],
            [0, 0, 0, 128, 0],
            [255, 255, 255, 127, 0],
        ] as [[UInt8]])
    func `a document whose length is not its own is refused`(bytes: [UInt8]) {
        #expect(throws: WireError(.malformedDocument, "")) {
            try BSONDocument(bytes)
        }
    }

    @Test(arguments: [
        RawDocument.element(0x02, "s", RawDocument.int32(100) + [0]),
        RawDocument.element(0x02, "s", RawDocument.int32(0)),
        RawDocument.element(0x02, "s", RawDocument.int32(-1) + [0]),
        RawDocument.element(0x02, "s", RawDocument.int32(2) + [65, 66]),
        RawDocument.element(0x05, "b", RawDocument.int32(-5) + [0]),
        RawDocument.element(0x05, "b", RawDocument.int32(.max) + [0]),
        RawDocument.element(0x03, "d", RawDocument.int32(50) + [0]),
        RawDocument.element(0x0F, "c", RawDocument.int32(14) + [0, 0]),
        RawDocument.element(0x0B, "r", [65, 66]),
        RawDocument.element(0x12, "i", [1, 2, 3]),
        RawDocument.element(0x77, "?", []),
        [0x10, 65, 66],
    ])
    func `an element that is longer than its document is refused`(element: [UInt8]) throws {
        let document = try BSONDocument(RawDocument.bytes(element))
        #expect(throws: WireError(.malformedDocument, "")) {
            try document.count()
        }
        #expect(throws: WireError(.malformedDocument, "")) {
            try ExtendedJSON.relaxed(document)
        }
    }

    @Test func `no truncation and no changed byte traps`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = RawDocument.everyType
        for length in 0..<whole.count {
            #expect(throws: WireError.self) {
                try BSONDocument(Array(whole[..<length]))
            }
        }
        for _ in 0..<4_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 4..<bytes.count, using: &generator)] = .random(
                    in: .min ... .max, using: &generator)
            }
            guard let document = try? BSONDocument(bytes) else {
                continue
            }
            // Both may throw; neither may trap.
            _ = try? document.forEach { _ = try $0.value.document?.count() }
            _ = try? ExtendedJSON.relaxed(document)
        }
    }

    @Test func `what is built reads back`() throws {
        var inner = BSONBuilder()
        inner.append("x", Int64(1) << 40)
        var builder = BSONBuilder()
        builder.append("ok", 0.0)
        builder.append("errmsg", "kaputt 中")
        builder.append("code", Int32(6))
        builder.append("yes", true)
        builder.append("hosts", array: ["a:1", "b:2"])
        builder.append("inner", inner.finish())
        builder.append("bytes", subtype: 4, binary: ByteBuffer(bytes: [1, 2]))
        let document = builder.finish()
        #expect(
            try ExtendedJSON.relaxed(document)
                == #"{"ok":0.0,"errmsg":"kaputt 中","code":6,"yes":true,"hosts":["a:1","b:2"],"#
                + #""inner":{"x":1099511627776},"bytes":{"$binary":{"base64":"AQI=","subType":"04"}}}"#
        )
        #expect(try ExtendedJSON.relaxed(.empty) == "{}")
    }

    @Test func `elements are copied as they stand`() throws {
        var builder = BSONBuilder()
        try BSONDocument(RawDocument.everyType).forEach { field in
            let bytes = field.elementBytes
            builder.append(element: bytes)
        }
        #expect(Array(builder.finish().bytes.readableBytesView) == RawDocument.everyType)
    }
}
