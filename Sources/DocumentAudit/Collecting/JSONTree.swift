/// A value of JSON (RFC 8259), read strictly, that knows where in its text it stands.
indirect enum JSONTree {
    case object([(name: String, value: JSONTree)], Range<Int>)
    case array([JSONTree], Range<Int>)
    case text(String, Range<Int>)
    /// Only whole numbers that 64 bits hold are of interest here.
    case number(Int64?, Range<Int>)
    case boolean(Bool, Range<Int>)
    case null(Range<Int>)

    /// Where reading stopped, from 0.
    struct Malformed: Error {
        let position: Int
    }

    /// - Throws: `Malformed`.
    init(_ bytes: [UInt8]) throws(Malformed) {
        var parser = JSONTreeParser(bytes)
        self = try parser.whole()
    }

    var range: Range<Int> {
        switch self {
        case .object(_, let range), .array(_, let range), .text(_, let range), .number(_, let range),
            .boolean(_, let range), .null(let range):
            range
        }
    }

    /// The first field of this name; `nil` when there is none, or this is no object.
    subscript(name: String) -> JSONTree? {
        if case .object(let fields, _) = self { fields.first { $0.name == name }?.value } else { nil }
    }

    var text: String? { if case .text(let text, _) = self { text } else { nil } }
    var integer: Int64? { if case .number(let number, _) = self { number } else { nil } }
    var elements: [JSONTree] { if case .array(let elements, _) = self { elements } else { [] } }
    var isObject: Bool { if case .object = self { true } else { false } }
}

/// Reads one value. A line of an audit file is one object, of the depth of a document and some wrapping.
private struct JSONTreeParser {
    private let bytes: [UInt8]
    private var position = 0

    private static let depthMaximum = 250

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func whole() throws(JSONTree.Malformed) -> JSONTree {
        let tree = try value(depth: 1)
        skipSpace()
        guard position == bytes.count else { throw malformed }
        return tree
    }

    private var malformed: JSONTree.Malformed { JSONTree.Malformed(position: position) }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONTree.Malformed) -> JSONTree {
        guard depth <= Self.depthMaximum else { throw malformed }
        skipSpace()
        let start = position
        switch peek {
        case UInt8(ascii: "{"):
            let fields = try members(depth: depth)
            return .object(fields, start..<position)
        case UInt8(ascii: "["):
            let elements = try elements(depth: depth)
            return .array(elements, start..<position)
        case UInt8(ascii: "\""):
            let text = try string()
            return .text(text, start..<position)
        case UInt8(ascii: "t"):
            try word("true")
            return .boolean(true, start..<position)
        case UInt8(ascii: "f"):
            try word("false")
            return .boolean(false, start..<position)
        case UInt8(ascii: "n"):
            try word("null")
            return .null(start..<position)
        default:
            try number()
            return .number(Int64(String(decoding: bytes[start..<position], as: UTF8.self)), start..<position)
        }
    }

    private mutating func members(depth: Int) throws(JSONTree.Malformed) -> [(name: String, value: JSONTree)] {
        position += 1
        skipSpace()
        if take("}") { return [] }
        var members: [(name: String, value: JSONTree)] = []
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw malformed }
            let name = try string()
            skipSpace()
            guard take(":") else { throw malformed }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw malformed }
        }
    }

    private mutating func elements(depth: Int) throws(JSONTree.Malformed) -> [JSONTree] {
        position += 1
        skipSpace()
        if take("]") { return [] }
        var elements: [JSONTree] = []
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return elements }
            guard take(",") else { throw malformed }
        }
    }

    private mutating func word(_ word: String) throws(JSONTree.Malformed) {
        guard bytes[position...].starts(with: word.utf8) else { throw malformed }
        position += word.utf8.count
    }

    private mutating func digits() throws(JSONTree.Malformed) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw malformed }
    }

    private mutating func number() throws(JSONTree.Malformed) {
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    /// Bytes that are not UTF-8, and halves of surrogate pairs, are refused: they would not come out as they came in.
    private mutating func string() throws(JSONTree.Malformed) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw malformed }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                content.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw malformed
            default:
                content.append(byte)
                position += 1
            }
        }
        throw malformed
    }

    private mutating func escape() throws(JSONTree.Malformed) -> Unicode.Scalar {
        position += 1
        guard let letter = peek else { throw malformed }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let high = try unit()
            if let scalar = Unicode.Scalar(high) { return scalar }
            guard high < 0xDC00, take("\\"), take("u") else { throw malformed }
            let low = try unit()
            guard (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            else { throw malformed }
            return scalar
        default: throw malformed
        }
    }

    private mutating func unit() throws(JSONTree.Malformed) -> UInt32 {
        guard position + 4 <= bytes.count,
            let text = String(validating: bytes[position..<position + 4], as: UTF8.self),
            text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let unit = UInt32(text, radix: 16)
        else { throw malformed }
        position += 4
        return unit
    }
}
