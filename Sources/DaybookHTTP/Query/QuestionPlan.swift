internal import Logbook

/// A question in the words of the log.
struct QuestionPlan {
    let filter: LogFilter
    /// Finds the loss windows of the question's time.
    let lossFilter: LogFilter
    let columns: [RowColumn]
    let groups: [Grouping]
    let aggregates: [Aggregate]
    let limit: Int

    /// - Throws: `QueryError`.
    init(_ question: Question, kind: Stream.Kind, now: Timestamp) throws {
        let offset = try Self.offset(question.offset)
        let times = TimeReader(now: now, offset: offset)
        let range = try Self.range(question, times)
        let condition = try question.condition.map { text in
            try ExpressionParser.predicate(text, of: kind, times: times)
        }
        let conditions = [.isRecord] + (condition.map { [LogFilter.Condition.matching($0)] } ?? [])
        filter = LogFilter(time: range, conditions: conditions).normalized()
        // Only a loss window lacks a field that every record of the kind has.
        let required: Field = kind == .access ? .access(.requestID) : .audit(.command)
        lossFilter = LogFilter(time: range, conditions: [.matching(.field(required, .isAbsent))])
        columns = try question.columns.map { try $0.map { try RowColumn($0, of: kind) } } ?? RowColumn.all(of: kind)
        groups = try (question.groups ?? []).map { try Grouping($0, of: kind, offset: offset) }
        aggregates = try (question.aggregates ?? ["count"]).map { try Aggregate($0, of: kind) }
        limit = question.limit ?? Question.rowCountDefault
        guard (1...Limits.queryRowCountMaximum).contains(limit) else {
            throw QueryError(
                .badForm, "limit has to be from 1 to \(Limits.queryRowCountMaximum); page on with the cursor")
        }
        guard (question.groups ?? []).count <= Limits.queryColumnCountMaximum,
            !aggregates.isEmpty, aggregates.count <= Limits.queryColumnCountMaximum,
            !columns.isEmpty, columns.count <= Limits.queryColumnCountMaximum
        else {
            throw QueryError(
                .badForm, "columns and aggregates have to be 1 to \(Limits.queryColumnCountMaximum), groups no more")
        }
    }

    private static func offset(_ text: String?) throws -> UTCOffset {
        guard let text else { return .zero }
        guard let offset = UTCOffset(text: text) else {
            throw QueryError(.badForm, "no offset: \(text.prefix(20)); write Z, +08:00 or +0800")
        }
        return offset
    }

    private static func range(_ question: Question, _ times: TimeReader) throws -> Range<Timestamp>? {
        guard question.from != nil || question.to != nil else { return nil }
        let from = try question.from.map(times.time) ?? Timestamp(microseconds: .min)
        let to = try question.to.map(times.time) ?? Timestamp(microseconds: .max)
        guard from <= to else {
            throw QueryError(.badTime, "the time ends before it begins; swap from and to")
        }
        return from..<to
    }
}
