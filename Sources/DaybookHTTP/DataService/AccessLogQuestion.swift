internal import DataService
internal import Logbook

/// The query of the access log call, checked.
struct AccessLogQuestion: Sendable {
    let view: AccessLogRow.View
    let limit: Int
    let offset: Int
    let time: Range<Timestamp>?
    /// Whether the caller knows paging, and so is told the total.
    let isPaged: Bool

    /// - Throws: `ControlError` with `parameterInvalid`.
    init(_ query: QueryItems) throws {
        switch query["is_api"] {
        case nil, "true": view = .provider
        case "false": view = .caller
        default: throw ControlError(.parameterInvalid, "is_api is either true or false")
        }
        let countMaximum = Limits.accessLogRowCountMaximum
        let limit = try query.integer(
            "limit", in: 1...countMaximum,
            orElse: ControlError(.parameterInvalid, "limit is a whole number from 1 to \(countMaximum)"))
        let offset = try query.integer(
            "offset", in: 0..., orElse: ControlError(.parameterInvalid, "offset is a whole number from 0"))
        let start = try Self.moment("start_time", in: query)
        let end = try Self.moment("end_time", in: query)
        if let start, let end, end <= start {
            throw ControlError(.parameterInvalid, "end_time is later than start_time")
        }
        self.limit = limit ?? countMaximum
        self.offset = offset ?? 0
        let isTimed = start != nil || end != nil
        time = isTimed ? (start ?? .distantPast)..<(end ?? .distantFuture) : nil
        isPaged = limit != nil || offset != nil || isTimed
    }

    private static func moment(_ name: String, in query: QueryItems) throws -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let moment = TimeText.parseMillisecondsOrText(text) else {
            throw ControlError(
                .parameterInvalid, "\(name) is in milliseconds since 1970, or like 2024-07-08T12:02:46+0000")
        }
        return moment
    }
}

extension Timestamp {
    fileprivate static let distantPast = Timestamp(microseconds: .min)
    fileprivate static let distantFuture = Timestamp(microseconds: .max)
}
