/// Writes JSON text (RFC 8259) as UTF-8 bytes, without building a tree first.
///
/// Separators are set by the writer; that names and values alternate inside an object is the caller's part.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsSeparator = false

    package init(reservingCapacity capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the value that follows.
    package mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsSeparator = false
    }

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    package mutating func boolean(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    package mutating func integer(_ value: Int64) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number that may be longer than 64 bits.
    package mutating func longInteger(_ value: Int128) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// The shortest text that reads back as the same number; `null` for what JSON has no number for.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    package mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let text = value.utf8.span
        var start = 0
        for index in 0..<text.count where Self.needsEscape(text[index]) {
            append(text.extracting(start..<index))
            escape(text[index])
            start = index + 1
        }
        append(text.extracting(start..<text.count))
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func string(_ value: String?) {
        if let value {
            string(value)
        } else {
            null()
        }
    }

    /// Standard base64 (RFC 4648, section 4) with padding, as a string.
    package mutating func base64(_ value: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var index = 0
        while index < value.count {
            let group = value[index..<min(index + 3, value.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let isPadding = place > group.count
                bytes.append(isPadding ? UInt8(ascii: "=") : Self.base64Digits[Int(bits >> (18 - 6 * place) & 63)])
            }
            index += 3
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsSeparator = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsSeparator = true
    }

    private mutating func separate() {
        if needsSeparator { bytes.append(UInt8(ascii: ",")) }
        needsSeparator = true
    }

    /// A run without anything that needs an escape.
    private mutating func append(_ run: Span<UInt8>) {
        bytes.append(addingCapacity: run.count) { output in
            for index in run.indices { output.append(run[index]) }
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x08: append("\\", UInt8(ascii: "b"))
        case 0x09: append("\\", UInt8(ascii: "t"))
        case 0x0A: append("\\", UInt8(ascii: "n"))
        case 0x0C: append("\\", UInt8(ascii: "f"))
        case 0x0D: append("\\", UInt8(ascii: "r"))
        case 0..<0x10: append("\\u000", Self.hexDigits[Int(byte)])
        case 0x10..<0x20: append("\\u001", Self.hexDigits[Int(byte & 15)])
        default: append("\\", byte)
        }
    }

    private mutating func append(_ text: String, _ byte: UInt8) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(byte)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
    private static let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
