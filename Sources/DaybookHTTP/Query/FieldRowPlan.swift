internal import DataService
internal import Logbook

/// How the rows of a question are made from fields of records, where that is all it takes.
struct FieldRowPlan {
    /// What the store is asked for; each once.
    let fields: [Field]
    private let columns: [Column]

    /// A column of the row, and where its fields stand among those that are asked for.
    private enum Column {
        case field(Field, Int)
        case accessKey(requestID: Int, duration: Int)
    }

    /// - Returns: `nil` for columns that only whole records tell.
    init?(_ rowColumns: [RowColumn], of kind: Stream.Kind) {
        var fields: [Field] = []
        func place(of field: Field) -> Int {
            if let known = fields.firstIndex(of: field) { return known }
            fields.append(field)
            return fields.count - 1
        }
        var columns: [Column] = []
        for column in rowColumns {
            switch column {
            case .field(let field): columns.append(.field(field, place(of: field)))
            case .id where kind == .access:
                columns.append(
                    .accessKey(
                        requestID: place(of: .access(.requestID)), duration: place(of: .access(.duration))))
            case .id, .node, .ocsf: return nil
            }
        }
        self.fields = fields
        self.columns = columns
    }

    /// - Parameter values: of the fields, in their order.
    func cells(_ values: [FieldValue?]) -> [Cell] {
        columns.map { column in
            switch column {
            case .field(let field, let place): return Cell(values[place], of: field)
            case .accessKey(let requestID, let duration):
                guard let requestID = values[requestID]?.integer, let duration = values[duration]?.integer else {
                    return .absent
                }
                return .text(AccessLogRow.key(ofRequest: requestID, durationMilliseconds: duration))
            }
        }
    }
}
