/// Most questions are about everything of a record but its longest part, which takes most of the time to decode.
extension RecordEncoding {
    /// Decodes one record that takes all of the range without its longest part: `detail` of a call is an empty text,
    /// `arguments` of an event are empty. What is left out is passed over and not checked.
    package static func outline(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> LogRecord {
        try decode(bytes, in: range, isOutline: true)
    }
}

extension Field {
    /// Whether an outline of a record has the field as the record has it.
    package var isInOutline: Bool {
        self != .access(.detail) && self != .audit(.arguments)
    }
}

extension LogFilter.Condition {
    /// Whether an outline of a record tells if it passes.
    package var isOfOutline: Bool {
        switch self {
        case .isRecord, .workspace, .hasApp: true
        case .matching(let predicate): predicate.fields.allSatisfy(\.isInOutline)
        }
    }
}

extension AccessRecord.Detail {
    /// Passes over a detail.
    static func outline(from reader: inout ByteReader) throws(MalformedBytes) -> AccessRecord.Detail {
        switch try reader.choice(Kind.self) {
        case .parts: try AccessDetail.pass(over: &reader)
        case .text: try reader.passText()
        }
        return .text("")
    }
}

extension ByteReader {
    mutating func passText() throws(MalformedBytes) {
        _ = try skip(byteCount: try length())
    }

    /// What stands for a text that was passed over.
    mutating func passedText() throws(MalformedBytes) -> String {
        try passText()
        return ""
    }

    /// Every element takes a byte at least, so that a count beyond all bytes ends with them.
    mutating func passList(
        _ element: (inout ByteReader) throws(MalformedBytes) -> Void
    ) throws(MalformedBytes) {
        for _ in 0..<(try length()) { try element(&self) }
    }
}
