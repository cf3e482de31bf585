internal import DataService
internal import DocumentAudit
internal import Logbook

/// One column of the rows of a question: a field, or what only a row has.
enum RowColumn: Hashable {
    case field(Field)
    /// The row key of the access log API; of an audit event, its place in the log of its node.
    case id
    /// The node that an audit event is from.
    case node
    /// An audit event as one object of OCSF; never in a row that does not ask for it.
    case ocsf

    /// - Throws: `QueryError` with `unknownField`.
    init(_ name: String, of kind: Stream.Kind) throws {
        switch (name, kind) {
        case ("id", _): self = .id
        case ("node_id", .audit): self = .node
        case ("ocsf", .audit): self = .ocsf
        default: self = .field(try Field(name, of: kind))
        }
    }

    /// For access records those of the API, in its order; for audit events all there are.
    static func all(of kind: Stream.Kind) -> [RowColumn] {
        let fields = Field.all(of: kind).filter { $0 != .access(.workspace) }.map(RowColumn.field)
        return (kind == .access ? [.id] : [.id, .node]) + fields
    }

    var column: QuestionAnswer.Column {
        switch self {
        case .field(let field): QuestionAnswer.Column(field)
        case .id: .init(name: "id", type: .text)
        case .node: .init(name: "node_id", type: .text)
        case .ocsf: .init(name: "ocsf", type: .text)
        }
    }

    func cell(of record: SourceRecord) -> Cell {
        switch (self, record.stored.record) {
        case (.field(let field), let record): Cell(field.value(of: record), of: field)
        case (.id, .access(let record)): .text(AccessLogRow.key(of: record))
        case (.id, _) where record.stream.kind == .access: .absent
        case (.id, _): .text(AuditRecordID(node: record.stream.node, sequence: record.stored.sequence).text)
        case (.node, _): .text(record.stream.node)
        case (.ocsf, .access): .absent
        case (.ocsf, _): .text(Self.ocsf(of: record))
        }
    }

    private static func ocsf(of record: SourceRecord) -> String {
        var bytes: [UInt8] = []
        OCSFLine.append(record.stored, of: record.stream, to: &bytes)
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}

extension Field {
    /// Numbers that the access log API shows as texts.
    fileprivate var isShownAsText: Bool {
        self == .access(.requestID) || self == .access(.statusCode)
    }
}

extension QuestionAnswer.Column {
    init(_ field: Field) {
        self.init(name: field.name, type: field.isShownAsText ? .text : .init(field.type))
    }

    init(_ grouping: Grouping) {
        switch grouping {
        case .time(_, let name): self.init(name: name, type: .time)
        case .field(let field): self.init(field)
        }
    }

    init(_ aggregate: Aggregate) {
        let type: QuestionAnswer.ColumnType =
            switch aggregate {
            case .count, .sum, .quantile, .distinct: .integer
            case .average: .number
            case .least(let field), .greatest(let field): .init(field.type)
            }
        self.init(name: aggregate.name, type: type)
    }
}

extension Cell {
    init(_ value: FieldValue?, of field: Field) {
        if field.isShownAsText, let integer = value?.integer {
            self = .text(String(integer))
        } else {
            self.init(value)
        }
    }

    init(key value: FieldValue?, of grouping: Grouping) {
        switch grouping {
        case .time: self.init(value)
        case .field(let field): self.init(value, of: field)
        }
    }
}
