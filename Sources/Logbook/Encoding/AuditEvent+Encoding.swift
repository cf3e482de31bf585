extension AuditEvent {
    func encode(into bytes: inout ByteWriter) {
        bytes.append(fixed64: UInt64(bitPattern: time.microseconds))
        bytes.append(signedVarint: durationMicroseconds)
        bytes.append(type.rawValue)
        bytes.append(text: command)
        bytes.append(text: database)
        bytes.append(optionalText: collection)
        local.encode(into: &bytes)
        remote.encode(into: &bytes)
        bytes.append(list: users) { $0.encode(into: &$1) }
        bytes.append(list: roles) { $0.encode(into: &$1) }
        bytes.append(varint: connectionID)
        bytes.append(signedVarint: Int64(requestID))
        bytes.append(optionalText: application)
        bytes.append(optionalText: driver)
        bytes.append(optionalText: session)
        bytes.append(optional: transaction) { $1.append(signedVarint: $0) }
        bytes.append(text: arguments)
        bytes.append(signedVarint: Int64(result))
        bytes.append(signedVarint: documentsReturned)
        bytes.append(signedVarint: documentsWritten)
        bytes.append(signedVarint: requestByteCount)
        bytes.append(signedVarint: replyByteCount)
        bytes.append(varint: lineByteCount)
    }

    /// - Parameter isOutline: leaves the arguments out.
    init(from reader: inout ByteReader, isOutline: Bool) throws(MalformedBytes) {
        self.init(
            time: Timestamp(microseconds: Int64(bitPattern: try reader.fixed64())),
            durationMicroseconds: try reader.signedVarint(),
            type: try reader.choice(OperationType.self),
            command: try reader.text(),
            database: try reader.text(),
            collection: try reader.optionalText(),
            local: try Endpoint(from: &reader),
            remote: try Endpoint(from: &reader),
            users: try Principal.list(from: &reader),
            roles: try Principal.list(from: &reader),
            connectionID: try reader.varint(),
            requestID: try reader.signedVarint32(),
            application: try reader.optionalText(),
            driver: try reader.optionalText(),
            session: try reader.optionalText(),
            transaction: try reader.optional { (reader) throws(MalformedBytes) in try reader.signedVarint() },
            arguments: try isOutline ? reader.passedText() : reader.text(),
            result: try reader.signedVarint32(),
            documentsReturned: try reader.signedVarint(),
            documentsWritten: try reader.signedVarint(),
            requestByteCount: try reader.signedVarint(),
            replyByteCount: try reader.signedVarint(),
            lineByteCount: try reader.length()
        )
    }
}

extension AuditEvent.Endpoint {
    fileprivate func encode(into bytes: inout ByteWriter) {
        bytes.append(text: address)
        bytes.append(varint: UInt64(port))
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(address: try reader.text(), port: try reader.varint16())
    }
}

extension AuditEvent.Principal {
    fileprivate func encode(into bytes: inout ByteWriter) {
        bytes.append(text: name)
        bytes.append(text: database)
    }

    fileprivate static func list(from reader: inout ByteReader) throws(MalformedBytes) -> [Self] {
        try reader.list { (reader) throws(MalformedBytes) in
            Self(name: try reader.text(), database: try reader.text())
        }
    }
}
