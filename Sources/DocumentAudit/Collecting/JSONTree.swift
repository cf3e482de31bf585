internal import StrictJSON

/// A value of JSON (RFC 8259), read strictly, that knows where in its text it stands.
///
/// The whole text is checked once; then each object gives the places of its own members only, so nothing is made of
/// what nobody asks for.
struct JSONTree {
    /// Where reading stopped, from 0.
    struct Malformed: Error {
        let position: Int
    }

    private struct Member {
        var name: JSONCursor.StringToken
        var value: Range<Int>
    }

    private let bytes: [UInt8]
    let range: Range<Int>
    /// Of an object.
    private let members: [Member]

    private static let depthMaximum = 250

    /// - Throws: `Malformed`.
    init(_ bytes: [UInt8]) throws(Malformed) {
        var cursor = JSONCursor(bytes)
        let start: Int
        var members: [Member] = []
        do throws(JSONCursor.Malformed) {
            cursor.skipSpace()
            start = cursor.index
            if cursor.peek == UInt8(ascii: "{") {
                members = try Self.members(of: &cursor, depth: Self.depthMaximum)
            } else {
                try cursor.value(depth: Self.depthMaximum)
            }
        } catch {
            throw Malformed(position: error.offset)
        }
        range = start..<cursor.index
        cursor.skipSpace()
        guard cursor.isAtEnd else { throw Malformed(position: cursor.index) }
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw Malformed(position: error.byteOffsets.lowerBound)
        }
        self.bytes = bytes
        self.members = members
    }

    /// A part of a text that was checked.
    private init(_ bytes: [UInt8], at range: Range<Int>) {
        self.bytes = bytes
        self.range = range
        var cursor = JSONCursor(bytes, at: range.lowerBound)
        members =
            bytes[range.lowerBound] == UInt8(ascii: "{")
            ? Self.checked { () throws(JSONCursor.Malformed) in
                try Self.members(of: &cursor, depth: Self.depthMaximum)
            } : []
    }

    private static func members(of cursor: inout JSONCursor, depth: Int) throws(JSONCursor.Malformed) -> [Member] {
        var members: [Member] = []
        try cursor.members(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { cursor throws(JSONCursor.Malformed) in
            let name = try cursor.name()
            let start = cursor.index
            try cursor.value(depth: depth - 1)
            members.append(Member(name: name, value: start..<cursor.index))
        }
        return members
    }

    private static func checked<Value>(_ read: () throws(JSONCursor.Malformed) -> Value) -> Value {
        do throws(JSONCursor.Malformed) {
            return try read()
        } catch {
            preconditionFailure("the text was checked")
        }
    }

    /// The first field of this name; `nil` when there is none, or this is no object.
    subscript(name: String) -> JSONTree? {
        let cursor = JSONCursor(bytes)
        return members.first { cursor.says($0.name, name) }.map { JSONTree(bytes, at: $0.value) }
    }

    var text: String? {
        guard first == UInt8(ascii: "\"") else { return nil }
        var cursor = JSONCursor(bytes, at: range.lowerBound)
        return Self.checked { () throws(JSONCursor.Malformed) in try cursor.text(of: cursor.string()) }
    }

    /// Of a whole number that 64 bits hold.
    var integer: Int64? {
        guard first == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return nil }
        return Int64(String(decoding: bytes[range], as: UTF8.self))
    }

    /// Of an array; none of anything else.
    var elements: [JSONTree] {
        guard first == UInt8(ascii: "[") else { return [] }
        var cursor = JSONCursor(bytes, at: range.lowerBound)
        return Self.checked { () throws(JSONCursor.Malformed) in
            var elements: [JSONTree] = []
            try cursor.members(from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { cursor throws(JSONCursor.Malformed) in
                let start = cursor.index
                try cursor.value(depth: Self.depthMaximum)
                elements.append(JSONTree(bytes, at: start..<cursor.index))
            }
            return elements
        }
    }

    var isObject: Bool { first == UInt8(ascii: "{") }

    private var first: UInt8 { bytes[range.lowerBound] }
}
