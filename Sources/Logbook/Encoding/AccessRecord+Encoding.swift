extension AccessRecord {
    func encode(into bytes: inout ByteWriter) {
        bytes.append(fixed64: UInt64(bitPattern: requestID.rawValue))
        bytes.append(signedVarint: accessTimeMilliseconds)
        bytes.append(text: workspace)
        bytes.append(optional: api) { $0.encode(into: &$1) }
        bytes.append(optional: app) { $0.encode(into: &$1) }
        bytes.append(signedVarint: durationMilliseconds)
        bytes.append(signedVarint: statusCode)
        bytes.append(optionalText: errorCode)
        bytes.append(optionalText: errorMessage)
        detail.encode(into: &bytes)
        bytes.append(signedVarint: requestByteCount)
        bytes.append(signedVarint: answerByteCount)
        bytes.append(signedVarint: rowCount)
    }

    /// - Parameter isOutline: leaves the detail out.
    init(from reader: inout ByteReader, isOutline: Bool) throws(MalformedBytes) {
        self.init(
            requestID: RequestID(rawValue: Int64(bitPattern: try reader.fixed64())),
            accessTime: try reader.milliseconds(),
            workspace: try reader.text(),
            api: try reader.optional { (reader) throws(MalformedBytes) in try Reference(from: &reader) },
            app: try reader.optional { (reader) throws(MalformedBytes) in try Reference(from: &reader) },
            durationMilliseconds: try reader.signedVarint(),
            statusCode: Int(try reader.signedVarint()),
            errorCode: try reader.optionalText(),
            errorMessage: try reader.optionalText(),
            detail: isOutline ? try .outline(from: &reader) : try Detail(from: &reader),
            requestByteCount: try reader.signedVarint(),
            answerByteCount: try reader.signedVarint(),
            rowCount: try reader.signedVarint()
        )
    }
}

extension AccessRecord.Detail {
    package enum Kind: UInt8 {
        case parts = 1
        case text = 2
    }

    fileprivate func encode(into bytes: inout ByteWriter) {
        switch self {
        case .parts(let parts):
            bytes.append(Kind.parts.rawValue)
            parts.encode(into: &bytes)
        case .text(let text):
            bytes.append(Kind.text.rawValue)
            bytes.append(text: text)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .parts: self = .parts(try AccessDetail(from: &reader))
        case .text: self = .text(try reader.text())
        }
    }
}

extension AccessRecord.Reference {
    fileprivate func encode(into bytes: inout ByteWriter) {
        bytes.append(text: id)
        bytes.append(text: name)
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(id: try reader.text(), name: try reader.text())
    }
}

extension ByteReader {
    /// A time in milliseconds that fits a `Timestamp`.
    fileprivate mutating func milliseconds() throws(MalformedBytes) -> Timestamp {
        let start = position
        let milliseconds = try signedVarint()
        guard !milliseconds.multipliedReportingOverflow(by: 1_000).overflow else {
            throw MalformedBytes(.number, at: start)
        }
        return Timestamp(milliseconds: milliseconds)
    }

    mutating func optionalText() throws(MalformedBytes) -> String? {
        try optional { (reader) throws(MalformedBytes) in try reader.text() }
    }
}
