extension JSONCursor {
    /// Passes a string.
    package mutating func string() throws(Malformed) -> StringToken {
        try expect(UInt8(ascii: "\""))
        let start = index
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                defer { pass(1) }
                return StringToken(content: start..<index, hasEscapes: hasEscapes)
            }
            guard byte >= 0x20 else { throw malformed }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                _ = try escape()
            } else {
                pass(1)
            }
        }
        throw malformed
    }

    /// What a string says.
    ///
    /// - Throws: `Malformed` for bytes that are not UTF-8: they would not come out as they came in.
    package func text(of token: StringToken) throws(Malformed) -> String {
        let content = token.hasEscapes ? try unescaped(token) : nil
        let text =
            content.map { String(validating: $0, as: UTF8.self) }
            ?? String(validating: bytes[token.content], as: UTF8.self)
        guard let text else { throw Malformed(offset: token.content.lowerBound) }
        return text
    }

    /// Whether a string says this.
    package func says(_ token: StringToken, _ text: String) -> Bool {
        if token.hasEscapes { return (try? self.text(of: token)) == text }
        return token.content.count == text.utf8.count && bytes[token.content].elementsEqual(text.utf8)
    }

    private func unescaped(_ token: StringToken) throws(Malformed) -> [UInt8] {
        var cursor = JSONCursor(bytes, at: token.content.lowerBound)
        var content: [UInt8] = []
        content.reserveCapacity(token.content.count)
        while cursor.index < token.content.upperBound {
            let byte = bytes[cursor.index]
            if byte == UInt8(ascii: "\\") {
                content.append(contentsOf: String(Character(try cursor.escape())).utf8)
            } else {
                content.append(byte)
                cursor.pass(1)
            }
        }
        return content
    }

    /// Passes an escape, from its backslash on; a pair of surrogates is one.
    private mutating func escape() throws(Malformed) -> Unicode.Scalar {
        pass(1)
        guard let letter = peek else { throw malformed }
        pass(1)
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
            guard high < 0xDC00 else { throw malformed }
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let low = try unit()
            guard 0xDC00...0xDFFF ~= low,
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            else { throw malformed }
            return scalar
        default: throw malformed
        }
    }

    /// Passes four hexadecimal digits.
    private mutating func unit() throws(Malformed) -> UInt32 {
        guard index + 4 <= bytes.count else { throw malformed }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed }
            unit = unit << 4 | UInt32(digit)
        }
        pass(4)
        return unit
    }
}
