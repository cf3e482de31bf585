/// Goes through a text of JSON (RFC 8259), strictly and without building anything.
///
/// Whoever reads decides what to take of what is passed. Refused are what the grammar does not know, halves of
/// surrogate pairs in escapes, control characters in strings, and too many levels. Strings are UTF-8 only where their
/// text is asked for; whoever passes others without looking checks all bytes once.
package struct JSONCursor: Sendable {
    /// Not the fault itself: only where reading stopped.
    package struct Malformed: Error, Hashable, Sendable {
        package let offset: Int

        package init(offset: Int) {
            self.offset = offset
        }
    }

    /// A string that was passed.
    package struct StringToken: Hashable, Sendable {
        /// Between the quotes.
        package let content: Range<Int>
        package let hasEscapes: Bool
    }

    package let bytes: [UInt8]
    /// The next byte to be read.
    package private(set) var index: Int

    package init(_ bytes: [UInt8], at index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    package var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    package var isAtEnd: Bool { index == bytes.count }

    package var malformed: Malformed { Malformed(offset: index) }

    mutating func pass(_ count: Int) {
        index += count
    }

    package mutating func skipSpace() {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            index += 1
        }
    }

    /// Passes a byte when it is the next one.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    package mutating func expect(_ byte: UInt8) throws(Malformed) {
        guard take(byte) else { throw malformed }
    }

    /// Passes a word, such as `true`.
    package mutating func word(_ word: String) throws(Malformed) {
        guard bytes[index...].starts(with: word.utf8) else { throw malformed }
        index += word.utf8.count
    }

    /// Passes a number.
    ///
    /// - Returns: where it stands.
    package mutating func number() throws(Malformed) -> Range<Int> {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return start..<index
    }

    private mutating func digits() throws(Malformed) {
        let start = index
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
        guard index > start else { throw malformed }
    }

    /// Passes the members of an object or an array, from its bracket to the other one.
    ///
    /// - Parameter member: passes one, from its first byte to behind its last.
    package mutating func members(
        from start: UInt8, to end: UInt8, _ member: (inout JSONCursor) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect(start)
        skipSpace()
        if take(end) { return }
        while true {
            skipSpace()
            try member(&self)
            skipSpace()
            if take(end) { return }
            try expect(UInt8(ascii: ","))
        }
    }

    /// Passes the name of a member, the colon, and the space around it.
    package mutating func name() throws(Malformed) -> StringToken {
        let name = try string()
        skipSpace()
        try expect(UInt8(ascii: ":"))
        skipSpace()
        return name
    }

    /// Passes a value, whatever it is.
    ///
    /// - Parameter depth: levels that it may have at most; 1 is that of a value without members.
    package mutating func value(depth: Int) throws(Malformed) {
        guard depth > 0 else { throw malformed }
        switch peek {
        case UInt8(ascii: "{"):
            try members(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { cursor throws(Malformed) in
                _ = try cursor.name()
                try cursor.value(depth: depth - 1)
            }
        case UInt8(ascii: "["):
            try members(from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { cursor throws(Malformed) in
                try cursor.value(depth: depth - 1)
            }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: _ = try number()
        }
    }
}
