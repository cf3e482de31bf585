internal import StrictJSON

/// Reads a JSON object (RFC 8259) strictly: the fields of its first level, and where secrets stand in it.
///
/// Numbers keep the text in which they were written, so that no digit is lost on the way to a parameter's type.
/// Refused are text that is not UTF-8, lone surrogates in escapes, control characters in strings, and too many levels.
struct JSONObjectReader {
    /// Not the fault itself: only where reading stopped.
    struct Malformed: Error, Hashable {
        let offsetBytes: Int
    }

    private var cursor: JSONCursor
    private(set) var fields: [CallParameters.BodyField] = []
    /// The bytes of values under secret names, at any level, in rising order.
    private(set) var secrets: [Range<Int>] = []

    init(_ bytes: [UInt8]) throws(Malformed) {
        cursor = JSONCursor(bytes)
        do throws(JSONCursor.Malformed) {
            try read()
        } catch {
            throw Malformed(offsetBytes: error.offset)
        }
    }

    private mutating func read() throws(JSONCursor.Malformed) {
        cursor.skipSpace()
        try readObject(depth: 1, isSecret: false)
        cursor.skipSpace()
        guard cursor.isAtEnd else { throw cursor.malformed }
    }

    private mutating func readObject(depth: Int, isSecret: Bool) throws(JSONCursor.Malformed) {
        try readMembers(from: UInt8(ascii: "{"), to: UInt8(ascii: "}"), depth: depth) {
            reader throws(JSONCursor.Malformed) in
            let name = try reader.cursor.text(of: try reader.cursor.name())
            let start = reader.cursor.index
            let isHidden = !isSecret && SecretNames.contains(name)
            let value = try reader.readValue(depth: depth, isSecret: isSecret || isHidden)
            if isHidden {
                reader.secrets.append(start..<reader.cursor.index)
            }
            if depth == 1 {
                reader.fields.append(.init(name: name, value: value))
            }
        }
    }

    private mutating func readArray(depth: Int, isSecret: Bool) throws(JSONCursor.Malformed) {
        try readMembers(from: UInt8(ascii: "["), to: UInt8(ascii: "]"), depth: depth) {
            reader throws(JSONCursor.Malformed) in
            _ = try reader.readValue(depth: depth, isSecret: isSecret)
        }
    }

    /// As the cursor passes members, with the reader at hand.
    private mutating func readMembers(
        from start: UInt8, to end: UInt8, depth: Int,
        _ readMember: (inout JSONObjectReader) throws(JSONCursor.Malformed) -> Void
    ) throws(JSONCursor.Malformed) {
        guard depth <= Limits.jsonDepthMaximum else { throw cursor.malformed }
        try cursor.expect(start)
        cursor.skipSpace()
        if cursor.take(end) { return }
        while true {
            cursor.skipSpace()
            try readMember(&self)
            cursor.skipSpace()
            if cursor.take(end) { return }
            try cursor.expect(UInt8(ascii: ","))
        }
    }

    private mutating func readValue(
        depth: Int, isSecret: Bool
    ) throws(JSONCursor.Malformed) -> CallParameters.BodyField.Value {
        switch cursor.peek {
        case UInt8(ascii: "\""):
            return .text(try cursor.text(of: try cursor.string()))
        case UInt8(ascii: "{"):
            try readObject(depth: depth + 1, isSecret: isSecret)
            return .composite
        case UInt8(ascii: "["):
            try readArray(depth: depth + 1, isSecret: isSecret)
            return .composite
        case UInt8(ascii: "t"):
            try cursor.word("true")
            return .boolean(true)
        case UInt8(ascii: "f"):
            try cursor.word("false")
            return .boolean(false)
        case UInt8(ascii: "n"):
            try cursor.word("null")
            return .null
        default:
            let number = try cursor.number()
            return .number(String(decoding: cursor.bytes[number], as: UTF8.self))
        }
    }
}
