extension AccessRecord {
    func encode(into bytes: inout [UInt8]) {
        bytes.append(fixed64: UInt64(bitPattern: requestID.rawValue))
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

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(
            requestID: RequestID(rawValue: Int64(bitPattern: try reader.fixed64())),
            workspace: try reader.text(),
            api: try reader.optional { (reader) throws(MalformedBytes) in try Reference(from: &reader) },
            app: try reader.optional { (reader) throws(MalformedBytes) in try Reference(from: &reader) },
            durationMilliseconds: try reader.signedVarint(),
            statusCode: try reader.signedVarint(as: Int.self),
            errorCode: try reader.optionalText(),
            errorMessage: try reader.optionalText(),
            detail: try AccessDetail(from: &reader),
            requestByteCount: try reader.signedVarint(),
            answerByteCount: try reader.signedVarint(),
            rowCount: try reader.signedVarint()
        )
    }
}

extension AccessRecord.Reference {
    fileprivate func encode(into bytes: inout [UInt8]) {
        bytes.append(text: id)
        bytes.append(text: name)
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(id: try reader.text(), name: try reader.text())
    }
}

extension ByteReader {
    mutating func optionalText() throws(MalformedBytes) -> String? {
        try optional { (reader) throws(MalformedBytes) in try reader.text() }
    }
}
