package import Logbook

/// Reads one line of JSON, the fields of the access log API in any order, and writes the access record in its binary
/// form: what `RecordEncoding` would write, without the record and its texts ever being values of their own.
///
/// The format, with what is refused, is described in `docs/formats/access-record-json.md`. One reader is for one
/// thread; it keeps the statements that return from line to line.
package struct AccessRecordReader: Sendable {
    /// Of every record; the lines have none.
    var workspace: String
    var names = FieldNames()
    var details = AccessDetailReader()
    var remembered = RememberedDetails()
    /// Strings of the line that had escapes, behind each other.
    var unescaped: [UInt8] = []
    var unescapedByteCount = 0

    /// - Parameter workspace: of every record; the lines have none.
    package init(workspace: String) {
        self.workspace = workspace
    }

    /// Gives back what a long line took.
    mutating func forgetLines() {
        if unescaped.count > Limits.keptLineByteCount { unescaped = [] }
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
            let start = index
            if let field = try readName(line, at: &index) {
                try read(field, namedAt: start, of: line, at: &index, into: &draft)
            } else {
                try JSONBytes.skipValue(line, at: &index)
            }
            // Most lines are written without spaces, their fields in the order of the API.
            var comma = index
            while let field = names.passNext(in: line, at: &index) {
                JSONBytes.skipSpace(line, at: &index)
                try read(field, namedAt: comma &+ 1, of: line, at: &index, into: &draft)
                comma = index
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

    /// Reads a name and what stands between it and its value; `nil` for the name of no field.
    private mutating func readName(
        _ line: Span<UInt8>, at index: inout Int
    ) throws(MalformedAccessRecord) -> AccessRecordField? {
        guard try JSONBytes.peek(line, at: index) == UInt8(ascii: "\"") else {
            throw JSONBytes.malformed(at: index)
        }
        let name = try readString(line, at: &index)
        let field = field(named: name, of: line)
        JSONBytes.skipSpace(line, at: &index)
        try JSONBytes.expect(":", in: line, at: &index)
        JSONBytes.skipSpace(line, at: &index)
        return field
    }

    private mutating func read(
        _ field: AccessRecordField, namedAt start: Int, of line: Span<UInt8>, at index: inout Int,
        into draft: inout Draft
    ) throws(MalformedAccessRecord) {
        guard draft.fields.insert(AccessRecordFields(field)).inserted else {
            throw MalformedAccessRecord(.repeated(field), column: start + 1)
        }
        try read(field, of: line, at: &index, into: &draft)
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
            try readDetail(line, at: &index, into: &draft)
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
    /// Writes the fields in the order of the binary form.
    ///
    /// - Returns: what `AccessRecord.estimatedTextByteCount` counts.
    mutating func write(_ draft: Draft, of line: Span<UInt8>, to writer: inout ByteWriter) -> Int {
        RecordEncoding.appendHead(of: .access, to: &writer)
        writer.append(fixed64: UInt64(bitPattern: draft.requestID))
        writer.append(signedVarint: draft.accessTime)
        writer.append(text: workspace)
        var textByteCount = AccessRecord.fixedTextByteCount
        textByteCount += write(reference: draft.apiID, draft.apiName, line, to: &writer)
        textByteCount += write(reference: draft.appID, draft.appName, line, to: &writer)
        writer.append(signedVarint: draft.duration)
        writer.append(signedVarint: draft.statusCode)
        textByteCount += write(optional: draft.errorCode, line, to: &writer)
        textByteCount += write(optional: draft.errorMessage, line, to: &writer)
        if let shape = draft.detailShape {
            textByteCount += remembered.write(shape, of: line, into: &writer)
        } else if draft.detail.isUnescaped {
            // A second reference to the bytes, so that the reader of details can change while it reads them.
            let unescaped = unescaped
            textByteCount += write(
                detail: draft, of: line, unescaped.span.extracting(draft.detail.range), to: &writer)
        } else {
            textByteCount += details.read(line.extracting(draft.detail.range), into: &writer)
        }
        writer.append(signedVarint: draft.inFlowSize)
        writer.append(signedVarint: draft.outFlowSize)
        writer.append(signedVarint: draft.outTotalSize)
        return textByteCount
    }

    /// Writes a detail that had escapes, as all have that are more than text, and remembers its shape.
    private mutating func write(
        detail draft: Draft, of line: Span<UInt8>, _ text: Span<UInt8>, to writer: inout ByteWriter
    ) -> Int {
        let textByteCount = details.read(text, into: &writer)
        if remembered.wantsMore, let places = details.places,
            let shape = DetailShape(
                raw: line.extracting(draft.detailStart &+ 1..<draft.detailEnd), text: text, places: places,
                written: writer.copy(from: places.start), textByteCount: textByteCount)
        {
            remembered.keep(shape, group: draft.detailGroup)
        }
        return textByteCount
    }

    private func write(optional place: Place?, _ line: Span<UInt8>, to writer: inout ByteWriter) -> Int {
        writer.append(flag: place != nil)
        guard let place else { return AccessRecord.nullByteCount }
        place.append(from: line, unescaped.span, to: &writer)
        return place.count
    }

    /// Half a reference is kept, its other half empty.
    private func write(
        reference id: Place?, _ name: Place?, _ line: Span<UInt8>, to writer: inout ByteWriter
    ) -> Int {
        guard id != nil || name != nil else {
            writer.append(flag: false)
            return 2 * AccessRecord.nullByteCount
        }
        writer.append(flag: true)
        let none = Place(start: 0, end: 0, isUnescaped: false)
        (id ?? none).append(from: line, unescaped.span, to: &writer)
        (name ?? none).append(from: line, unescaped.span, to: &writer)
        return (id ?? none).count + (name ?? none).count
    }
}
