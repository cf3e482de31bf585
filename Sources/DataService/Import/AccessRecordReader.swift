package import Logbook

/// Reads one line of JSON into an access record: the fields of the access log API in any order.
///
/// The format, with what is refused, is described in `docs/formats/access-record-json.md`. One reader is for one
/// thread; it keeps what returns from line to line (ids, names, statements), so that most texts are not made anew.
package struct AccessRecordReader: Sendable {
    private let workspace: String
    private var names = FieldNames()
    private var texts = RememberedTexts()
    private var details = AccessDetailReader()
    private var unescaped: [UInt8] = []

    /// - Parameter workspace: of every record; the lines have none.
    package init(workspace: String) {
        self.workspace = workspace
    }

    /// Reads a line without its line feed. Spaces around the object are passed over.
    package mutating func read(_ line: Span<UInt8>) throws(MalformedAccessRecord) -> AccessRecord {
        guard line.count <= Limits.lineByteCountMaximum else {
            throw MalformedAccessRecord(.lineTooLong, column: Limits.lineByteCountMaximum + 1)
        }
        if let offset = offsetOfMalformedText(in: line) {
            throw MalformedAccessRecord(.notText, column: offset + 1)
        }
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
        return draft.record(workspace: workspace)
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
            draft.detail = try readDetail(line, at: &index)
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
    /// The content of a string: in the line, or in `unescaped` where it had escapes.
    private struct Text {
        var range: Range<Int>
        var isUnescaped: Bool
    }

    private mutating func readString(_ line: Span<UInt8>, at index: inout Int) throws(MalformedAccessRecord) -> Text {
        let start = index &+ 1
        let end = indexOfSpecialByte(in: line, from: start, to: line.count)
        if end < line.count, line[end] == UInt8(ascii: "\"") {
            index = end &+ 1
            return Text(range: start..<end, isUnescaped: false)
        }
        let (count, next) = try unescape(line, from: start, into: &unescaped)
        index = next
        return Text(range: 0..<count, isUnescaped: true)
    }

    private mutating func field(named name: Text, of line: Span<UInt8>) -> AccessRecordField? {
        guard name.isUnescaped else { return names.field(named: line, in: name.range) }
        let unescaped = unescaped
        return names.field(named: unescaped.span, in: name.range)
    }

    private mutating func readText(
        _ field: AccessRecordField, of line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> Text {
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
    ) throws(MalformedAccessRecord) -> String? {
        if try skipNull(line, at: &index) { return nil }
        let text = try readText(field, of: line, at: &index)
        guard text.isUnescaped else { return texts.text(line, in: text.range) }
        let unescaped = unescaped
        return texts.text(unescaped.span, in: text.range)
    }

    private mutating func readDetail(
        _ line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> AccessRecord.Detail {
        let text = try readText(.detail, of: line, at: &index)
        guard text.isUnescaped else { return details.read(line.extracting(text.range)) }
        let unescaped = unescaped
        return details.read(unescaped.span.extracting(text.range))
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

/// A record whose fields come in one by one.
private struct Draft {
    var fields: AccessRecordFields = []
    var requestID: Int64 = 0
    var apiID: String?
    var apiName: String?
    var appID: String?
    var appName: String?
    var accessTime: Int64 = 0
    var duration: Int64 = 0
    var statusCode = 0
    var errorCode: String?
    var errorMessage: String?
    var detail = AccessRecord.Detail.text("")
    var inFlowSize: Int64 = 0
    var outFlowSize: Int64 = 0
    var outTotalSize: Int64 = 0

    var missingField: AccessRecordField? {
        guard !fields.isSuperset(of: .mandatory) else { return nil }
        return AccessRecordField.allCases.first { !$0.isOptional && !fields.contains(AccessRecordFields($0)) }
    }

    consuming func record(workspace: String) -> AccessRecord {
        AccessRecord(
            requestID: RequestID(rawValue: requestID), accessTime: Timestamp(milliseconds: accessTime),
            workspace: workspace, api: reference(apiID, apiName), app: reference(appID, appName),
            durationMilliseconds: duration, statusCode: statusCode, errorCode: errorCode, errorMessage: errorMessage,
            detail: detail, requestByteCount: inFlowSize, answerByteCount: outFlowSize, rowCount: outTotalSize)
    }

    /// Half a reference is kept, its other half empty.
    private func reference(_ id: String?, _ name: String?) -> AccessRecord.Reference? {
        if id == nil && name == nil { return nil }
        return AccessRecord.Reference(id: id ?? "", name: name ?? "")
    }
}
