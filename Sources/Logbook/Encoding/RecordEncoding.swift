/// The canonical binary form of a record: one version byte, one kind byte, then the fields in a fixed order.
///
/// Canonical means that bytes which decode are exactly the bytes that the decoded record encodes to. The hash of
/// these bytes may therefore stand for the record. Described in `docs/formats/record.md`.
package enum RecordEncoding {
    package static let version: UInt8 = 1

    /// What the byte behind the version says.
    package enum Kind: UInt8, Sendable {
        case access = 1
        case audit = 2
        case loss = 3
    }

    /// Appends the record's bytes.
    package static func append(_ record: borrowing LogRecord, to bytes: inout ByteWriter) {
        switch record {
        case .access(let record):
            appendHead(of: .access, to: &bytes)
            record.encode(into: &bytes)
        case .audit(let event): append(event, to: &bytes)
        case .loss(let window):
            appendHead(of: .loss, to: &bytes)
            window.encode(into: &bytes)
        }
    }

    /// Appends the event's bytes as a record, without making one of it first.
    package static func append(_ event: borrowing AuditEvent, to bytes: inout ByteWriter) {
        appendHead(of: .audit, to: &bytes)
        event.encode(into: &bytes)
    }

    /// What every record begins with.
    package static func appendHead(of kind: Kind, to bytes: inout ByteWriter) {
        bytes.append(version)
        bytes.append(kind.rawValue)
    }

    package static func encode(_ record: LogRecord) -> [UInt8] {
        var bytes = ByteWriter()
        append(record, to: &bytes)
        return bytes.take()
    }

    /// Decodes one record that takes all of the range.
    package static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> LogRecord {
        try decode(bytes, in: range, isOutline: false)
    }

    static func decode(
        _ bytes: [UInt8], in range: Range<Int>, isOutline: Bool
    ) throws(MalformedBytes) -> LogRecord {
        var reader = ByteReader(bytes, in: range)
        guard try reader.byte() == version else { throw MalformedBytes(.choice, at: range.lowerBound) }
        let record: LogRecord =
            switch try reader.choice(Kind.self) {
            case .access: .access(try AccessRecord(from: &reader, isOutline: isOutline))
            case .audit: .audit(try AuditEvent(from: &reader, isOutline: isOutline))
            case .loss: .loss(try LossWindow(from: &reader))
            }
        try reader.finish()
        return record
    }

    package static func decode(_ bytes: [UInt8]) throws(MalformedBytes) -> LogRecord {
        try decode(bytes, in: bytes.indices)
    }
}

extension LogRecord {
    /// What the encoding calls it.
    package var kind: RecordEncoding.Kind {
        switch self {
        case .access: .access
        case .audit: .audit
        case .loss: .loss
        }
    }
}

extension LossWindow {
    fileprivate func encode(into bytes: inout ByteWriter) {
        bytes.append(fixed64: UInt64(bitPattern: start.microseconds))
        bytes.append(fixed64: UInt64(bitPattern: end.microseconds))
        bytes.append(varint: maximumCount)
        bytes.append(reason.rawValue)
        bytes.append(varint: lineByteCount)
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        self.init(
            start: Timestamp(microseconds: Int64(bitPattern: try reader.fixed64())),
            end: Timestamp(microseconds: Int64(bitPattern: try reader.fixed64())),
            maximumCount: try reader.varint(),
            reason: try reader.choice(Reason.self),
            lineByteCount: try reader.length()
        )
    }
}
