internal import DocumentAudit
internal import Logbook

/// What the slow log and the error log of an instance are: events of its nodes, chosen by their time and outcome.
enum EventLogFilter {
    /// Operations that took long.
    static func slow(
        from start: Timestamp, to end: Timestamp, atLeast milliseconds: Int, kind: SlowLogKind?,
        and conditions: [Predicate] = []
    ) -> LogFilter {
        let bound = FieldValue.integer(Int64(milliseconds) * 1_000)
        let slow = Predicate.field(.audit(.durationMicroseconds), .compares(.greaterOrEqual, bound))
        let all = [slow] + (kind.map { [$0.predicate] } ?? []) + conditions
        return LogFilter(time: start..<end, conditions: [.isRecord, .matching(.and(all))])
    }

    /// Operations that failed or were never answered, and gaps in the record.
    static func errors(
        from start: Timestamp, to end: Timestamp, level: ErrorLogLevel?, and conditions: [Predicate] = []
    ) -> LogFilter {
        let levels = (level.map { [$0] } ?? ErrorLogLevel.allCases).map(\.predicate)
        return LogFilter(time: start..<end, conditions: [.matching(.and([.or(levels)] + conditions))])
    }

    /// What a keyword of the page-by-page API looks for.
    static func keywords(_ keywords: [String]) -> [Predicate] {
        keywords.map { .field(.audit(.arguments), .contains($0)) }
    }

    /// At least one of the beginnings; everything when there is none.
    static func beginnings(_ texts: [String], of field: AuditField) -> [Predicate] {
        texts.isEmpty ? [] : [.or(texts.map { .field(.audit(field), .startsWith($0)) })]
    }
}
