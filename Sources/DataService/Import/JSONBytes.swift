/// The grammar of JSON (RFC 8259) over bytes that are UTF-8. `index` moves behind what was read.
enum JSONBytes {
    @inline(__always)
    static func skipSpace(_ bytes: Span<UInt8>, at index: inout Int) {
        if index < bytes.count, bytes[index] > 0x20 { return }
        skipSpaces(bytes, at: &index)
    }

    private static func skipSpaces(_ bytes: Span<UInt8>, at index: inout Int) {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            index &+= 1
        }
    }

    /// The byte at the index; a line that ends here ends too early.
    static func peek(_ bytes: Span<UInt8>, at index: Int) throws(MalformedAccessRecord) -> UInt8 {
        guard index < bytes.count else { throw MalformedAccessRecord(.endsEarly, column: bytes.count + 1) }
        return bytes[index]
    }

    static func expect(
        _ scalar: Unicode.Scalar, in bytes: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) {
        guard try peek(bytes, at: index) == UInt8(ascii: scalar) else { throw malformed(at: index) }
        index &+= 1
    }

    static func expect(
        word: StaticString, in bytes: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) {
        guard hasBytes(bytes, at: index, of: word) else { throw malformed(at: index) }
        index &+= word.utf8CodeUnitCount
    }

    /// Passes over a value of any kind.
    static func skipValue(
        _ bytes: Span<UInt8>, at index: inout Int, depth: Int = 1
    ) throws(MalformedAccessRecord) {
        switch try peek(bytes, at: index) {
        case UInt8(ascii: "\""): try skipString(bytes, at: &index)
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipComposite(bytes, at: &index, depth: depth + 1)
        case UInt8(ascii: "t"): try expect(word: "true", in: bytes, at: &index)
        case UInt8(ascii: "f"): try expect(word: "false", in: bytes, at: &index)
        case UInt8(ascii: "n"): try expect(word: "null", in: bytes, at: &index)
        default: try skipNumber(bytes, at: &index)
        }
    }

    /// Passes over an object or an array, names that stand twice included.
    private static func skipComposite(
        _ bytes: Span<UInt8>, at index: inout Int, depth: Int
    ) throws(MalformedAccessRecord) {
        guard depth <= Limits.jsonDepthMaximum else { throw MalformedAccessRecord(.tooDeep, column: index + 1) }
        let isObject = bytes[index] == UInt8(ascii: "{")
        let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        index &+= 1
        skipSpace(bytes, at: &index)
        if try peek(bytes, at: index) == end {
            index &+= 1
            return
        }
        while true {
            if isObject {
                guard try peek(bytes, at: index) == UInt8(ascii: "\"") else { throw malformed(at: index) }
                try skipString(bytes, at: &index)
                skipSpace(bytes, at: &index)
                try expect(":", in: bytes, at: &index)
                skipSpace(bytes, at: &index)
            }
            try skipValue(bytes, at: &index, depth: depth)
            skipSpace(bytes, at: &index)
            if try peek(bytes, at: index) == end {
                index &+= 1
                return
            }
            try expect(",", in: bytes, at: &index)
            skipSpace(bytes, at: &index)
        }
    }

    static func skipString(_ bytes: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) {
        index &+= 1
        while true {
            index = indexOfSpecialByte(in: bytes, from: index, to: bytes.count)
            switch try peek(bytes, at: index) {
            case UInt8(ascii: "\""):
                index &+= 1
                return
            case UInt8(ascii: "\\"):
                let letter = try peek(bytes, at: index &+ 1)
                if letter == UInt8(ascii: "u") {
                    _ = try unicodeEscape(bytes, at: &index)
                } else if singleEscape(letter) != nil {
                    index &+= 2
                } else {
                    throw MalformedAccessRecord(.badEscape, column: index + 1)
                }
            default:
                throw MalformedAccessRecord(.controlCharacter, column: index + 1)
            }
        }
    }

    private static func skipNumber(_ bytes: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) {
        if try peek(bytes, at: index) == UInt8(ascii: "-") { index &+= 1 }
        if try peek(bytes, at: index) == UInt8(ascii: "0") {
            index &+= 1
        } else {
            try skipDigits(bytes, at: &index)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index &+= 1
            try skipDigits(bytes, at: &index)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index &+= 1
            let sign = try peek(bytes, at: index)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index &+= 1 }
            try skipDigits(bytes, at: &index)
        }
    }

    private static func skipDigits(_ bytes: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) {
        guard isDigit(try peek(bytes, at: index)) else { throw malformed(at: index) }
        while index < bytes.count, isDigit(bytes[index]) { index &+= 1 }
    }

    static func malformed(at index: Int) -> MalformedAccessRecord {
        MalformedAccessRecord(.notJSON, column: index + 1)
    }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
}

/// What a backslash with this letter stands for; `nil` when it is not one of the short escapes.
@inline(__always)
func singleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: nil
    }
}

/// Reads `\uXXXX`, or the two of a pair of surrogates.
func unicodeEscape(_ bytes: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Unicode.Scalar {
    let start = index
    let unit = try escapedUnit(bytes, at: &index)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, hasBytes(bytes, at: index, of: "\\u") else {
        throw MalformedAccessRecord(.badEscape, column: start + 1)
    }
    let low = try escapedUnit(bytes, at: &index)
    guard 0xDC00...0xDFFF ~= low, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw MalformedAccessRecord(.badEscape, column: start + 1) }
    return scalar
}

private func escapedUnit(_ bytes: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> UInt32 {
    guard hasBytes(bytes, at: index, of: "\\u") else { throw MalformedAccessRecord(.badEscape, column: index + 1) }
    guard index &+ 6 <= bytes.count else { throw MalformedAccessRecord(.endsEarly, column: bytes.count + 1) }
    var unit: UInt32 = 0
    for offset in 2..<6 {
        let byte = bytes[index &+ offset]
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
        default: throw MalformedAccessRecord(.badEscape, column: index + 1)
        }
        unit = unit << 4 | UInt32(digit)
    }
    index &+= 6
    return unit
}
