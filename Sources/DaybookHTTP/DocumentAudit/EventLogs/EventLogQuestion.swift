internal import Logbook

/// The query of the two logs that are read by offset, checked after the contract.
struct EventLogQuestion: Sendable {
    let node: String?
    let start: Timestamp
    /// The first moment that does not count any more.
    let end: Timestamp
    let type: String?
    let offset: Int
    let limit: Int

    /// - Throws: `ControlError` with `parameterError`.
    init(_ query: QueryItems, now: Timestamp) throws {
        func given(_ name: String) -> String? {
            query[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        node = given("node_id")
        type = given("type")
        let span = try EventLogSpan(
            start: given("start_date"), end: given("end_date"), names: ("start_date", "end_date"), now: now)
        (start, end) = (span.start, span.end)
        let offsets = Limits.eventLogOffsetRange
        let limits = Limits.eventLogPageRange
        offset =
            try query.integer(
                "offset", in: offsets, orElse: Self.refusal("offset", "0", offsets.upperBound)) ?? 0
        limit =
            try query.integer(
                "limit", in: limits, orElse: Self.refusal("limit", "1", limits.upperBound))
            ?? Limits.eventLogPageDefault
        guard offset + limit <= Limits.eventLogDepthMaximum else {
            throw ControlError(
                .parameterError,
                .parameterError(
                    "offset and limit must not be more than \(Limits.eventLogDepthMaximum) together.",
                    "offset与limit之和不能超过\(Limits.eventLogDepthMaximum)。"))
        }
    }

    private static func refusal(_ name: String, _ least: String, _ greatest: Int) -> ControlError {
        ControlError(
            .parameterError,
            .parameterError(
                "\(name) must be a whole number from \(least) to \(greatest).",
                "\(name)必须为\(least)到\(greatest)之间的整数。"))
    }
}

/// Start and end of a question about events, which are shown for a month.
struct EventLogSpan: Sendable {
    let start: Timestamp
    /// The first moment that does not count any more: ends are written in seconds, and the last one counts whole.
    let end: Timestamp

    /// - Throws: `ControlError` with `parameterError`.
    init(start: String?, end: String?, names: (start: String, end: String), now: Timestamp) throws {
        self.start = try Self.moment(start, names.start)
        let last = try Self.moment(end, names.end)
        guard self.start < last else {
            throw ControlError(
                .parameterError,
                .parameterError(
                    "\(names.end) must be later than \(names.start).", "\(names.end)必须晚于\(names.start)。"))
        }
        guard self.start >= now.advanced(by: .zero - Limits.eventLogAge) else {
            throw ControlError(
                .parameterError,
                .parameterError(
                    "\(names.start) must not be more than a month ago.", "\(names.start)不能早于当前时间前一个月。"))
        }
        self.end = last.advanced(by: .seconds(1))
    }

    private static func moment(_ text: String?, _ name: String) throws -> Timestamp {
        guard let text, !text.isEmpty else {
            throw ControlError(.parameterError, .parameterError("\(name) is mandatory.", "\(name)为必选参数。"))
        }
        guard let moment = TimeText.parse(text) else {
            throw ControlError(
                .parameterError,
                .parameterError(
                    "\(name) must be in the yyyy-mm-ddThh:mm:ssZ format, such as 2020-12-06T09:00:00+0800.",
                    "\(name)的格式必须为yyyy-mm-ddThh:mm:ssZ，例如2020-12-06T09:00:00+0800。"))
        }
        return moment
    }
}
