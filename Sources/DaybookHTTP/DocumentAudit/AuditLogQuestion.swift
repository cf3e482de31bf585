internal import Logbook

/// The query of the audit log list, checked after the contract.
struct AuditLogQuestion: Sendable {
    let node: String?
    /// Files overlap with it. Both ends are seconds as they are printed, so the last one counts to its end.
    let window: ClosedRange<Timestamp>
    let offset: Int
    let limit: Int

    /// - Throws: `ControlError` with `parameterError`.
    init(_ query: QueryItems) throws {
        node = query["node_id"].flatMap { $0.isEmpty ? nil : $0 }
        let start = try Self.moment("start_time", in: query)
        let end = try Self.moment("end_time", in: query)
        guard start < end else {
            throw Self.refusal("end_time must be later than start_time.", "end_time必须晚于start_time。")
        }
        guard end <= start.advanced(by: Limits.auditLogSpan) else {
            throw Self.refusal("The time span must not be longer than 30 days.", "时间跨度不能超过30天。")
        }
        window = start...end.advanced(by: .microseconds(999_999))
        offset =
            try query.integer(
                "offset", in: 0...,
                orElse: Self.refusal("offset must be a whole number from 0.", "offset必须为不小于0的整数。")) ?? 0
        let range = Limits.auditLogPageRange
        limit =
            try query.integer(
                "limit", in: range,
                orElse: Self.refusal(
                    "limit must be a whole number from 1 to \(range.upperBound).",
                    "limit必须为1到\(range.upperBound)之间的整数。")) ?? range.upperBound
    }

    private static func moment(_ name: String, in query: QueryItems) throws -> Timestamp {
        guard let text = query[name], !text.isEmpty else {
            throw refusal("\(name) is mandatory.", "\(name)为必选参数。")
        }
        guard let moment = TimeText.parse(text) else {
            throw refusal(
                "\(name) must be in the yyyy-mm-ddThh:mm:ssZ format, such as 2020-12-06T09:00:00+0800.",
                "\(name)的格式必须为yyyy-mm-ddThh:mm:ssZ，例如2020-12-06T09:00:00+0800。")
        }
        return moment
    }

    private static func refusal(_ english: String, _ chinese: String) -> ControlError {
        ControlError(.parameterError, .parameterError(english, chinese))
    }
}
