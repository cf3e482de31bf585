/// Reads a JSON object (RFC 8259) strictly: the fields of its first level, and where secrets stand in it.
///
/// Numbers keep the text in which they were written, so that no digit is lost on the way to a parameter's type.
/// Refused are text that is not UTF-8, lone surrogates in escapes, control characters in strings, and too many levels.
struct JSONObjectReader {
    /// Not the fault itself: only where reading stopped.
    struct Malformed: Error, Hashable {
        let offsetBytes: Int
    }

    private let bytes: [UInt8]
    private var index = 0
    private(set) var fields: [CallParameters.BodyField] = []
    /// The bytes of values under secret names, at any level, in rising order.
    private(set) var secrets: [Range<Int>] = []

    init(_ bytes: [UInt8]) throws(Malformed) {
        self.bytes = bytes
        skipSpace()
        guard peek == UInt8(ascii: "{") else { throw malformed }
        try readObject(depth: 1, isSecret: false)
        skipSpace()
        guard index == bytes.count else { throw malformed }
    }

    private mutating func readObject(depth: Int, isSecret: Bool) throws(Malformed) {
        try readMembers(from: "{", to: "}", depth: depth) { reader throws(Malformed) in
            let name = try reader.readString()
            reader.skipSpace()
            try reader.expect(":")
            reader.skipSpace()
            let start = reader.index
            let isHidden = !isSecret && SecretNames.contains(name)
            let value = try reader.readValue(depth: depth, isSecret: isSecret || isHidden)
            if isHidden {
                reader.secrets.append(start..<reader.index)
            }
            if depth == 1 {
                reader.fields.append(.init(name: name, value: value))
            }
        }
    }

    private mutating func readArray(depth: Int, isSecret: Bool) throws(Malformed) {
        try readMembers(from: "[", to: "]", depth: depth) { reader throws(Malformed) in
            _ = try reader.readValue(depth: depth, isSecret: isSecret)
        }
    }

    private mutating func readMembers(
        from start: Unicode.Scalar, to end: Unicode.Scalar, depth: Int,
        _ readMember: (inout JSONObjectReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        guard depth <= Limits.jsonDepthMaximum else { throw malformed }
        try expect(start)
        skipSpace()
        if peek == UInt8(ascii: end) {
            index += 1
            return
        }
        while true {
            skipSpace()
            try readMember(&self)
            skipSpace()
            if peek == UInt8(ascii: end) {
                index += 1
                return
            }
            try expect(",")
        }
    }

    private mutating func readValue(
        depth: Int, isSecret: Bool
    ) throws(Malformed) -> CallParameters.BodyField.Value {
        switch peek {
        case UInt8(ascii: "\""):
            return .text(try readString())
        case UInt8(ascii: "{"):
            try readObject(depth: depth + 1, isSecret: isSecret)
            return .composite
        case UInt8(ascii: "["):
            try readArray(depth: depth + 1, isSecret: isSecret)
            return .composite
        case UInt8(ascii: "t"):
            try expect(word: "true")
            return .boolean(true)
        case UInt8(ascii: "f"):
            try expect(word: "false")
            return .boolean(false)
        case UInt8(ascii: "n"):
            try expect(word: "null")
            return .null
        default:
            return .number(try readNumber())
        }
    }

    private mutating func readNumber() throws(Malformed) -> String {
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") {
            index += 1
        } else {
            try skipDigits()
        }
        if peek == UInt8(ascii: ".") {
            index += 1
            try skipDigits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            try skipDigits()
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func skipDigits() throws(Malformed) {
        let start = index
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
        guard index > start else { throw malformed }
    }

    private mutating func readString() throws(Malformed) -> String {
        try expect("\"")
        let start = index
        var content: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw Malformed(offsetBytes: start)
                }
                return text
            case UInt8(ascii: "\\"):
                content.append(contentsOf: String(Character(try readEscape())).utf8)
            case 0..<0x20:
                throw Malformed(offsetBytes: index - 1)
            default:
                content.append(byte)
            }
        }
        throw malformed
    }

    private mutating func readEscape() throws(Malformed) -> Unicode.Scalar {
        guard let byte = peek else { throw malformed }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try readUnit()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            guard unit < 0xDC00 else { throw malformed }
            try expect("\\")
            try expect("u")
            let low = try readUnit()
            guard 0xDC00...0xDFFF ~= low,
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            else { throw malformed }
            return scalar
        default: throw malformed
        }
    }

    private mutating func readUnit() throws(Malformed) -> UInt32 {
        guard index + 4 <= bytes.count else { throw malformed }
        var unit: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed }
            unit = unit << 4 | UInt32(digit)
        }
        index += 4
        return unit
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(Malformed) {
        guard peek == UInt8(ascii: scalar) else { throw malformed }
        index += 1
    }

    private mutating func expect(word: String) throws(Malformed) {
        guard bytes[index...].starts(with: word.utf8) else { throw malformed }
        index += word.utf8.count
    }

    private var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private var malformed: Malformed {
        Malformed(offsetBytes: index)
    }
}
