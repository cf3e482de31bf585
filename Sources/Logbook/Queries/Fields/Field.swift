/// Something of a record that a question can name.
///
/// A field of access records is absent in audit events and the other way round, and every field but the time is absent
/// in a loss window.
package enum Field: Hashable, Sendable {
    case access(AccessField)
    case audit(AuditField)

    /// The name as people write it: that of the cloud API where the API has the field.
    package var name: String {
        switch self {
        case .access(let field): field.rawValue
        case .audit(let field): field.rawValue
        }
    }

    package var kind: Stream.Kind {
        switch self {
        case .access: .access
        case .audit: .audit
        }
    }

    package var type: FieldType {
        switch self {
        case .access(let field): field.type
        case .audit(let field): field.type
        }
    }

    /// Whether a record of the kind may lack the field.
    package var isOptional: Bool {
        switch self {
        case .access(let field): field.isOptional
        case .audit(let field): field.isOptional
        }
    }

    /// Whether this is the time by which records stand in streams: the one field that every record has.
    package var isTime: Bool { self == .time(of: kind) }

    package static func time(of kind: Stream.Kind) -> Field {
        switch kind {
        case .access: .access(.accessTime)
        case .audit: .audit(.time)
        }
    }

    /// In the order in which they are listed for people.
    package static func all(of kind: Stream.Kind) -> [Field] {
        switch kind {
        case .access: AccessField.allCases.map(Field.access)
        case .audit: AuditField.allCases.map(Field.audit)
        }
    }

    /// - Throws: `QueryError` with `unknownField`, which lists the fields there are.
    package init(_ name: String, of kind: Stream.Kind, at position: Int? = nil) throws {
        switch kind {
        case .access:
            if let field = AccessField(rawValue: name) {
                self = .access(field)
                return
            }
        case .audit:
            if let field = AuditField(rawValue: name) {
                self = .audit(field)
                return
            }
        }
        let names = Field.all(of: kind).map(\.name).joined(separator: ", ")
        throw QueryError(.unknownField, "there is no field \(name.prefix(40)); there are \(names)", at: position)
    }

    /// The value in a record; `nil` where it is absent. Composes the text of `detail`, so conditions on text look at
    /// the parts through `writeText` instead.
    package func value(of record: LogRecord) -> FieldValue? {
        switch (self, record) {
        case (_, _) where isTime: .time(record.timestamp)
        case (.access(let field), .access(let record)): field.value(of: record)
        case (.audit(let field), .audit(let event)): field.value(of: event)
        default: nil
        }
    }

    /// Whether the record has a value, found out without making it.
    package func isPresent(in record: LogRecord) -> Bool {
        switch (self, record) {
        case (.access, .access) where !isOptional: true
        case (.audit, .audit) where !isOptional: true
        default: value(of: record) != nil
        }
    }

    /// Hands the text of a text field to the sink piece by piece, in order. Nothing for an absent value.
    package func writeText(of record: LogRecord, to sink: inout some TextSink) {
        switch (self, record) {
        case (.access(.detail), .access(let record)):
            record.detail.writeText(showsStatement: true, to: &sink)
        default:
            if let text = value(of: record)?.text {
                sink.append(text)
            }
        }
    }
}
