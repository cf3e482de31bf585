internal import DocumentAudit
internal import Hummingbird
internal import Identity
internal import Logbook

/// The error log of an instance: operations that failed or were not answered, and gaps in the record.
struct ErrorLogRoutes {
    let instances: InstanceLookup
    let store: any LogStore
    let time: TimeSource

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v3/{project_id}/instances/{instance_id}/errorlog", access: .project, handle: list),
            Endpoint(.post, "/v3.1/{project_id}/instances/{instance_id}/error-logs", access: .project, handle: page),
        ]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let question = try EventLogQuestion(request.query, now: time.now())
        let reader = try EventLogReader(store: store, instance: instance, node: question.node)
        let filter = EventLogFilter.errors(
            from: question.start, to: question.end, level: try Self.level(question.type, "type"))
        let (records, totalCount) = try await reader.page(filter, offset: question.offset, limit: question.limit)
        let rows = records.compactMap { record -> ErrorLogRow? in
            guard let error = ErrorSummary(record.stored.record) else { return nil }
            return ErrorLogRow(
                nodeName: instance.node(record.stream.node).name, level: error.level.rawValue,
                time: TimeText.printMilliseconds(record.stored.record.timestamp), content: error.text)
        }
        return .json(ErrorLogList(rows: rows, totalCount: totalCount))
    }

    @Sendable private func page(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let body = try request.decode(LogPageBody.self, orElse: LogPageBody.refusal)
        try body.validate()
        let span = try EventLogSpan(
            start: body.startTime, end: body.endTime, names: ("start_time", "end_time"), now: time.now())
        let reader = try EventLogReader(store: store, instance: instance, node: body.node?.nonEmpty)
        let filter = EventLogFilter.errors(
            from: span.start, to: span.end, level: try Self.level(body.severity?.nonEmpty, "severity"),
            and: EventLogFilter.keywords(body.keywords ?? []))
        let lines = try await reader.page(
            filter, line: body.line?.nonEmpty, isForwards: body.isForwards, limit: body.limit)
        return .json(
            ErrorLogPage(
                rows: lines.compactMap { record, line in
                    ErrorLogLine(record.stored.record, node: instance.node(record.stream.node), line: line)
                }))
    }

    private static func level(_ text: String?, _ name: String) throws -> ErrorLogLevel? {
        try text.map { text in
            guard let level = ErrorLogLevel(rawValue: text.uppercased()) else {
                throw LogPageBody.refusal("\(name) is WARNING or ERROR.")
            }
            return level
        }
    }
}

private struct ErrorLogList: Encodable {
    var rows: [ErrorLogRow]
    var totalCount: Int

    enum CodingKeys: String, CodingKey {
        case rows = "error_log_list"
        case totalCount = "total_record"
    }
}

private struct ErrorLogPage: Encodable {
    var rows: [ErrorLogLine]

    enum CodingKeys: String, CodingKey {
        case rows = "error_logs"
    }
}
