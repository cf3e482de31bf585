package import Logbook

/// Reads one line of JSON, the fields of the access log API in any order, and writes the access record in its binary
/// form: what `RecordEncoding` would write, without the record and its texts ever being values of their own.
///
/// The format, with what is refused, is described in `docs/formats/access-record-json.md`. One reader is for one
/// thread; it keeps the statements that return from line to line.
package struct AccessRecordReader: Sendable {
    private let workspace: String
    private var names = FieldNames()
    private var details = AccessDetailReader()
    /// Strings of the line that had escapes, behind each other.
    private var unescaped: [UInt8] = []
    private var unescapedByteCount = 0

    /// - Parameter workspace: of every record; the lines have none.
    package init(workspace: String) {
        self.workspace = workspace
    }

    /// Appends the record of a line without its line feed. Spaces around the object are passed over.
    ///
    /// - Throws: then nothing was appended.
    package mutating func read(
        _ line: Span<UInt8>, into batch: inout RecordBatchBuilder
    ) throws(MalformedAccessRecord) {
        guard line.count <= Limits.lineByteCountMaximum else {
            throw MalformedAccessRecord(.lineTooLong, column: Limits.lineByteCountMaximum + 1)
        }
        if let offset = offsetOfMalformedText(in: line) {
            throw MalformedAccessRecord(.notText, column: offset + 1)
        }
        unescapedByteCount = 0
        var index = 0
        JSONBytes.skipSpace(line, at: &index)
        try JSONBytes.expect("{", in: line, at: &index)
        var draft = Draft()
        try readMembers(line, at: &index, into: &draft)
        if let missing = draft.missingField {
            throw MalformedAccessRecord(.missing(missing), column: index)
        }
        JSONBytes.skipSpace(line, at: &index)
        guard index == line.count else { throw MalformedAccessRecord(.trailing, column: index + 1) }
        batch.append(.access, at: Timestamp(milliseconds: draft.accessTime)) { write(draft, of: line, to: &$0) }
    }

    private mutating func readMembers(
        _ line: Span<UInt8>, at index: inout Int, into draft: inout Draft
    ) throws(MalformedAccessRecord) {
        JSONBytes.skipSpace(line, at: &index)
        if try JSONBytes.peek(line, at: index) == UInt8(ascii: "}") {
            index &+= 1
            return
        }
        while true {
            guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
                throw JSONBytes.malformed(at: index)
            }
            let start = index
            let name = try readString(line, at: &index)
            let field = field(named: name, of: line)
            JSONBytes.skipSpace(line, at: &index)
            try JSONBytes.expect(":", in: line, at: &index)
            JSONBytes.skipSpace(line, at: &index)
            if let field {
                guard draft.fields.insert(AccessRecordFields(field)).inserted else {
                    throw MalformedAccessRecord(.repeated(field), column: start + 1)
                }
                try read(field, of: line, at: &index, into: &draft)
            } else {
                try JSONBytes.skipValue(line, at: &index)
            }
            JSONBytes.skipSpace(line, at: &index)
            if try JSONBytes.peek(line, at: index) == UInt8(ascii: "}") {
                index &+= 1
                return
            }
            try JSONBytes.expect(",", in: line, at: &index)
            JSONBytes.skipSpace(line, at: &index)
        }
    }

    private mutating func read(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int, into draft: inout Draft
    ) throws(MalformedAccessRecord) {
        switch field {
        case .id:
            try skipOptionalText(field, of: line, at: &index)
        case .requestID:
            draft.requestID = try readRequestID(line, at: &index)
        case .apiID:
            draft.apiID = try readOptionalText(field, of: line, at: &index)
        case .apiName:
            draft.apiName = try readOptionalText(field, of: line, at: &index)
        case .appID:
            draft.appID = try readOptionalText(field, of: line, at: &index)
        case .appName:
            draft.appName = try readOptionalText(field, of: line, at: &index)
        case .accessTime:
            draft.accessTime = try readNumber(field, of: line, at: &index, maximum: Limits.accessTimeMaximum)
        case .duration:
            draft.duration = try readNumber(field, of: line, at: &index, maximum: Limits.importedNumberMaximum)
        case .statusCode:
            draft.statusCode = try readStatusCode(line, at: &index)
        case .errorCode:
            draft.errorCode = try readOptionalText(field, of: line, at: &index)
        case .errorMessage:
            draft.errorMessage = try readOptionalText(field, of: line, at: &index)
        case .detail:
            draft.detail = try readText(.detail, of: line, at: &index)
        case .inFlowSize:
            draft.inFlowSize = try readNumber(field, of: line, at: &index, maximum: Limits.importedNumberMaximum)
        case .outFlowSize:
            draft.outFlowSize = try readNumber(field, of: line, at: &index, maximum: Limits.importedNumberMaximum)
        case .outTotalSize:
            draft.outTotalSize = try readNumber(field, of: line, at: &index, maximum: Limits.importedNumberMaximum)
        }
    }
}

extension AccessRecordReader {
    private mutating func readString(_ line: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Place {
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

    private mutating func field(named name: Place, of line: Span<UInt8>) -> AccessRecordField? {
        guard name.isUnescaped else { return names.field(named: line, in: name.range) }
        let unescaped = unescaped
        return names.field(named: unescaped.span, in: name.range)
    }

    private mutating func readText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Place {
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
            throw MalformedAccessRecord(.wrongType(field), column: index + 1)
        }
        return try readString(line, at: &index)
    }

    private func skipNull(_ line: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Bool {
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "n") else { return false }
        try JSONBytes.expect(word: "null", in: line, at: &index)
        return true
    }

    private mutating func readOptionalText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Place? {
        if try skipNull(line, at: &index) { return nil }
        return try readText(field, of: line, at: &index)
    }

    private func skipOptionalText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) {
        if try skipNull(line, at: &index) { return }
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
            throw MalformedAccessRecord(.wrongType(field), column: index + 1)
        }
        try JSONBytes.skipString(line, at: &index)
    }

    /// A whole number from 0 on.
    private func readNumber(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int, maximum: Int64
    ) throws(MalformedAccessRecord) -> Int64 {
        let start = index
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

    private mutating func readRequestID(
        _ line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Int64 {
        let start = index
        let text = try readText(.requestID, of: line, at: &index)
        let number =
            text.isUnescaped ? decimalNumber(unescaped.span, in: text.range) : decimalNumber(line, in: text.range)
        guard let number else { throw MalformedAccessRecord(.outOfRange(.requestID), column: start + 1) }
        return number
    }

    private mutating func readStatusCode(
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

/// Decimal digits without a leading zero; `nil` for anything else and for what 63 bits do not hold.
func decimalNumber(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int64? {
    guard 1...19 ~= range.count, range.count == 1 || bytes[range.lowerBound] != UInt8(ascii: "0") else { return nil }
    // 19 digits fit the unsigned type.
    var number: UInt64 = 0
    for index in range {
        guard isDigit(bytes[index]) else { return nil }
        number = number &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
    }
    return Int64(exactly: number)
}

extension AccessRecordReader {
    /// Writes the fields in the order of the binary form.
    ///
    /// - Returns: what `AccessRecord.estimatedTextByteCount` counts.
    private mutating func write(_ draft: Draft, of line: Span<UInt8>, to writer: inout ByteWriter) -> Int {
        // A second reference to the bytes, so that the reader of details can change while it reads them.
        let unescaped = unescaped
        let source = unescaped.span
        RecordEncoding.appendHead(of: .access, to: &writer)
        writer.append(fixed64: UInt64(bitPattern: draft.requestID))
        writer.append(signedVarint: draft.accessTime)
        writer.append(text: workspace)
        var textByteCount = AccessRecord.fixedTextByteCount
        for (id, name) in [(draft.apiID, draft.apiName), (draft.appID, draft.appName)] {
            textByteCount += write(reference: id, name, line, source, to: &writer)
        }
        writer.append(signedVarint: draft.duration)
        writer.append(signedVarint: draft.statusCode)
        for place in [draft.errorCode, draft.errorMessage] {
            writer.append(flag: place != nil)
            place?.append(from: line, source, to: &writer)
            textByteCount += place?.count ?? AccessRecord.nullByteCount
        }
        let detail = draft.detail
        textByteCount +=
            detail.isUnescaped
            ? details.read(source.extracting(detail.range), into: &writer)
            : details.read(line.extracting(detail.range), into: &writer)
        writer.append(signedVarint: draft.inFlowSize)
        writer.append(signedVarint: draft.outFlowSize)
        writer.append(signedVarint: draft.outTotalSize)
        return textByteCount
    }

    /// Half a reference is kept, its other half empty.
    private func write(
        reference id: Place?, _ name: Place?, _ line: Span<UInt8>, _ unescaped: Span<UInt8>,
        to writer: inout ByteWriter
    ) -> Int {
        guard id != nil || name != nil else {
            writer.append(flag: false)
            return 2 * AccessRecord.nullByteCount
        }
        writer.append(flag: true)
        let none = Place(start: 0, end: 0, isUnescaped: false)
        (id ?? none).append(from: line, unescaped, to: &writer)
        (name ?? none).append(from: line, unescaped, to: &writer)
        return (id ?? none).count + (name ?? none).count
    }
}

/// The content of a string: in the line, or among the unescaped bytes where it had escapes.
private struct Place {
    let start: Int
    let end: Int
    let isUnescaped: Bool

    var range: Range<Int> { start..<end }
    var count: Int { end &- start }

    func append(from line: Span<UInt8>, _ unescaped: Span<UInt8>, to writer: inout ByteWriter) {
        if isUnescaped {
            writer.append(text: unescaped.extracting(range))
        } else {
            writer.append(text: line.extracting(range))
        }
    }
}

/// A record whose fields come in one by one.
private struct Draft {
    var fields: AccessRecordFields = []
    var requestID: Int64 = 0
    var apiID: Place?
    var apiName: Place?
    var appID: Place?
    var appName: Place?
    var accessTime: Int64 = 0
    var duration: Int64 = 0
    var statusCode = 0
    var errorCode: Place?
    var errorMessage: Place?
    var detail = Place(start: 0, end: 0, isUnescaped: false)
    var inFlowSize: Int64 = 0
    var outFlowSize: Int64 = 0
    var outTotalSize: Int64 = 0

    var missingField: AccessRecordField? {
        guard !fields.isSuperset(of: .mandatory) else { return nil }
        return AccessRecordField.allCases.first { !$0.isOptional && !fields.contains(AccessRecordFields($0)) }
    }
}
