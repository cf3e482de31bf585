/// What the records of a group have in common.
package enum Grouping: Hashable, Sendable {
    /// The bucket of their time; `name` is what the user called it.
    case time(TimeBucket, name: String)
    /// The value of a field; its absence makes a group too.
    case field(Field)

    /// The heading of its column.
    package var name: String {
        switch self {
        case .time(_, let name): name
        case .field(let field): field.name
        }
    }

    package var type: FieldType {
        switch self {
        case .time: .time
        case .field(let field): field.type
        }
    }

    func key(of record: LogRecord) -> FieldValue? {
        switch self {
        case .time(let bucket, _): .time(bucket.start(of: record.timestamp))
        case .field(let field): field.value(of: record)
        }
    }

    /// Reads `second`, `minute`, `hour`, `day`, `5minutes` (any number of them) or the name of a field.
    ///
    /// - Throws: `QueryError` with `badForm` or `unknownField`.
    package init(_ form: String, of kind: Stream.Kind, offset: UTCOffset) throws {
        let digits = form.prefix { $0.isASCII && $0.isNumber }
        var unit = form.dropFirst(digits.count)
        if !digits.isEmpty, unit.hasSuffix("s") {
            unit = unit.dropLast()
        }
        let unitSeconds: Int64? =
            switch unit {
            case "second": 1
            case "minute": 60
            case "hour": 3_600
            case "day": 86_400
            default: nil
            }
        guard let unitSeconds else {
            self = .field(try Field(form, of: kind))
            return
        }
        guard let count = digits.isEmpty ? 1 : Int64(digits), count <= 366 * 86_400,
            let bucket = TimeBucket(seconds: count * unitSeconds, offset: offset)
        else {
            throw QueryError(.badForm, "\(form.prefix(40)) is no span from one second to 366 days")
        }
        self = .time(bucket, name: form)
    }
}
