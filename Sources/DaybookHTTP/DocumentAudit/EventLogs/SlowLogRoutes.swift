internal import DocumentAudit
internal import Hummingbird
internal import Identity
internal import Logbook

/// The slow log of an instance: operations that took as long as its threshold, or longer.
struct SlowLogRoutes {
    let instances: InstanceLookup
    let repository: any DocumentAuditRepository
    let store: any LogStore
    let time: TimeSource

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v3/{project_id}/instances/{instance_id}/slowlog", access: .project, handle: list),
            Endpoint(.post, "/v3.1/{project_id}/instances/{instance_id}/slow-logs", access: .project, handle: page),
        ]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let question = try EventLogQuestion(request.query, now: time.now())
        let settings = try await repository.settings(of: instance.id)
        let reader = try EventLogReader(store: store, instance: instance, node: question.node)
        let filter = EventLogFilter.slow(
            from: question.start, to: question.end, atLeast: settings.slowMilliseconds,
            kind: try Self.kind(question.type, "type"))
        let (records, totalCount) = try await reader.page(filter, offset: question.offset, limit: question.limit)
        let statement = StatementText(hidesLiterals: settings.hidesSlowLiterals)
        let rows = records.compactMap { record -> SlowLogRow? in
            guard case .audit(let event) = record.stored.record else { return nil }
            return SlowLogRow(event, node: instance.node(record.stream.node).name, statement: statement)
        }
        return .json(SlowLogList(rows: rows, totalCount: totalCount))
    }

    @Sendable private func page(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let body = try request.decode(LogPageBody.self, orElse: LogPageBody.refusal)
        try body.validate()
        let span = try EventLogSpan(
            start: body.startTime, end: body.endTime, names: ("start_time", "end_time"), now: time.now())
        let settings = try await repository.settings(of: instance.id)
        let reader = try EventLogReader(store: store, instance: instance, node: body.node?.nonEmpty)
        let filter = EventLogFilter.slow(
            from: span.start, to: span.end, atLeast: max(settings.slowMilliseconds, body.leastCost ?? 0),
            kind: try Self.kind(body.kind?.nonEmpty, "operate_type"), and: body.conditions)
        let lines = try await reader.page(
            filter, line: body.line?.nonEmpty, isForwards: true, limit: body.limit)
        let statement = StatementText(hidesLiterals: settings.hidesSlowLiterals)
        return .json(
            SlowLogPage(
                rows: lines.compactMap { record, line in
                    guard case .audit(let event) = record.stored.record else { return nil }
                    return SlowLogLine(
                        event, node: instance.node(record.stream.node), line: line, statement: statement)
                }))
    }

    private static func kind(_ text: String?, _ name: String) throws -> SlowLogKind? {
        try text.map { text in
            guard let kind = SlowLogKind(rawValue: text.uppercased()) else {
                let names = SlowLogKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw LogPageBody.refusal("\(name) is one of \(names).")
            }
            return kind
        }
    }
}

extension LogPageBody {
    /// What of the body chooses among slow operations, but for their kind and the least time.
    fileprivate var conditions: [Predicate] {
        let cost = greatestCost.map { milliseconds -> Predicate in
            let (bound, isTooLarge) = Int64(milliseconds).addingReportingOverflow(1)
            let (micros, overflows) = bound.multipliedReportingOverflow(by: 1_000)
            return .field(
                .audit(.durationMicroseconds), .compares(.less, .integer(isTooLarge || overflows ? .max : micros)))
        }
        return (cost.map { [$0] } ?? []) + EventLogFilter.keywords(keywords ?? [])
            + EventLogFilter.beginnings(databaseKeywords ?? [], of: .database)
            + EventLogFilter.beginnings(collectionKeywords ?? [], of: .collection)
    }
}

extension DocumentInstance {
    /// One of its own nodes.
    func node(_ id: String) -> DocumentNode {
        guard let node = nodes.first(where: { $0.id == id }) else {
            preconditionFailure("only the instance's own nodes are read")
        }
        return node
    }
}

private struct SlowLogList: Encodable {
    var rows: [SlowLogRow]
    var totalCount: Int

    enum CodingKeys: String, CodingKey {
        case rows = "slow_log_list"
        case totalCount = "total_record"
    }
}

private struct SlowLogPage: Encodable {
    var rows: [SlowLogLine]

    enum CodingKeys: String, CodingKey {
        case rows = "slow_logs"
    }
}
