import MongoWire
import NIOCore

/// Documents written byte by byte, as the specification has them, so that no code under test helps to make its own
/// input.
enum RawDocument {
    static func bytes(_ elements: [UInt8]...) -> [UInt8] {
        let content = elements.flatMap { $0 }
        return int32(Int32(content.count + 5)) + content + [0]
    }

    static func element(_ type: UInt8, _ key: String, _ value: [UInt8]) -> [UInt8] {
        [type] + Array(key.utf8) + [0] + value
    }

    static func string(_ text: String) -> [UInt8] {
        int32(Int32(text.utf8.count + 1)) + Array(text.utf8) + [0]
    }

    static func int32(_ value: Int32) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func int64(_ value: Int64) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func double(_ value: Double) -> [UInt8] {
        int64(Int64(bitPattern: value.bitPattern))
    }

    /// A document with a field of every type.
    static let everyType: [UInt8] = bytes(
        element(0x01, "double", double(1.5)),
        element(0x02, "string", string("中文 \"q\"")),
        element(0x03, "document", bytes(element(0x10, "a", int32(1)))),
        element(0x04, "array", bytes(element(0x10, "0", int32(1)), element(0x0A, "1", []))),
        element(0x05, "binary", int32(3) + [0x00, 1, 2, 3]),
        element(0x06, "undefined", []),
        element(0x07, "id", Array(1...12)),
        element(0x08, "true", [1]),
        element(0x09, "date", int64(1_356_351_330_501)),
        element(0x0A, "null", []),
        element(0x0B, "regex", Array("a/b\0xi\0".utf8)),
        element(0x0C, "pointer", string("db.c") + Array(1...12)),
        element(0x0D, "code", string("f()")),
        element(0x0E, "symbol", string("s")),
        element(0x0F, "scoped", scopedCode),
        element(0x10, "int32", int32(-7)),
        element(0x11, "timestamp", int32(2) + int32(1)),
        element(0x12, "int64", int64(.min)),
        element(0x13, "decimal", int64(150) + [0, 0, 0, 0, 0, 0, 0x3C, 0x30]),
        element(0x7F, "max", []),
        element(0xFF, "min", [])
    )

    private static let scopedCode: [UInt8] = {
        let rest = string("g()") + bytes(element(0x10, "x", int32(1)))
        return int32(Int32(rest.count + 4)) + rest
    }()
}

extension BSONDocument {
    init(_ bytes: [UInt8]) throws {
        var buffer = ByteBuffer(bytes: bytes)
        try self.init(readingFrom: &buffer)
    }
}
