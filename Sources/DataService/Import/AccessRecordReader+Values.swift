// The values of the fields as JSON has them.

extension AccessRecordReader {
    mutating func readString(_ line: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Place {
        let start = index &+ 1
        let end = indexOfSpecialByte(in: line, from: start, to: line.count)
        if end < line.count, line[end] == UInt8(ascii: "\"") {
            index = end &+ 1
            return Place(start: start, end: end, isUnescaped: false)
        }
        let place = unescapedByteCount
        let (count, next) = try unescape(line, from: start, into: &unescaped, at: place)
        unescapedByteCount &+= count
        index = next
        return Place(start: place, end: unescapedByteCount, isUnescaped: true)
    }

    mutating func field(named name: Place, of line: Span<UInt8>) -> AccessRecordField? {
        guard name.isUnescaped else { return names.field(named: line, in: name.range) }
        let unescaped = unescaped
        return names.field(named: unescaped.span, in: name.range)
    }

    mutating func readText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Place {
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
            throw MalformedAccessRecord(.wrongType(field), column: index + 1)
        }
        return try readString(line, at: &index)
    }

    /// A detail of a known shape is taken as it stands.
    mutating func readDetail(
        _ line: Span<UInt8>, at index: inout Int, into draft: inout Draft
    ) throws(MalformedAccessRecord) {
        if let api = draft.apiID, !api.isUnescaped {
            draft.detailGroup = hashOfBytes(line, in: api.range)
        }
        draft.detailStart = index
        if try JSONBytes.peek(line, at: index) == UInt8(ascii: "\""),
            let (shape, end) = remembered.shape(of: line, from: index &+ 1, group: draft.detailGroup)
        {
            draft.detailShape = shape
            index = end
        } else {
            draft.detail = try readText(.detail, of: line, at: &index)
        }
        draft.detailEnd = index
    }

    func skipNull(_ line: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Bool {
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "n") else { return false }
        try JSONBytes.expect(word: "null", in: line, at: &index)
        return true
    }

    mutating func readOptionalText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Place? {
        if try skipNull(line, at: &index) { return nil }
        return try readText(field, of: line, at: &index)
    }

    func skipOptionalText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) {
        if try skipNull(line, at: &index) { return }
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
            throw MalformedAccessRecord(.wrongType(field), column: index + 1)
        }
        try JSONBytes.skipString(line, at: &index)
    }

    /// A whole number from 0 on.
    func readNumber(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int, maximum: Int64
    ) throws(MalformedAccessRecord) -> Int64 {
        let start = index
        if let number = plainNumber(line, at: &index) {
            guard number <= maximum else { throw MalformedAccessRecord(.outOfRange(field), column: start + 1) }
            return number
        }
        let first = try JSONBytes.peek(line, at: index)
        guard isDigit(first) || first == UInt8(ascii: "-") else {
            throw MalformedAccessRecord(.wrongType(field), column: start + 1)
        }
        try JSONBytes.skipValue(line, at: &index)
        guard let number = decimalNumber(line, in: start..<index), number <= maximum else {
            throw MalformedAccessRecord(.outOfRange(field), column: start + 1)
        }
        return number
    }

    mutating func readRequestID(
        _ line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Int64 {
        let start = index
        let text = try readText(.requestID, of: line, at: &index)
        let number =
            text.isUnescaped ? decimalNumber(unescaped.span, in: text.range) : decimalNumber(line, in: text.range)
        guard let number else { throw MalformedAccessRecord(.outOfRange(.requestID), column: start + 1) }
        return number
    }

    mutating func readStatusCode(
        _ line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Int {
        let start = index
        let number: Int64?
        if try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") {
            let text = try readString(line, at: &index)
            number =
                text.isUnescaped ? decimalNumber(unescaped.span, in: text.range) : decimalNumber(line, in: text.range)
        } else {
            number = try readNumber(.statusCode, of: line, at: &index, maximum: 999)
        }
        guard let number, 100...999 ~= number else {
            throw MalformedAccessRecord(.outOfRange(.statusCode), column: start + 1)
        }
        return Int(number)
    }
}

/// A whole number as nearly all are written: digits, and something behind them that ends it.
///
/// - Returns: `nil` for any other; then the index stays where it was.
private func plainNumber(_ bytes: Span<UInt8>, at index: inout Int) -> Int64? {
    var end = index
    guard let number = decimalNumber(bytes, at: &end, to: bytes.count), end < bytes.count else { return nil }
    switch bytes[end] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: " "):
        index = end
        return number
    default:
        return nil
    }
}
