package import DataService
package import DocumentAudit
package import Logbook

/// Answers questions from a log: for the route, and for a command that has the data folder to itself.
package struct QuestionService: Sendable {
    private let clusters: any DataServiceRepository
    private let instances: any DocumentAuditRepository
    private let store: any LogStore
    private let time: TimeSource

    package init(
        dataService: any DataServiceRepository, documentAudit: any DocumentAuditRepository, store: any LogStore,
        time: TimeSource
    ) {
        clusters = dataService
        instances = documentAudit
        self.store = store
        self.time = time
    }

    /// The project that a cluster or an instance belongs to; `nil` when there is none with this id.
    package func project(ofSource id: String, kind: Stream.Kind) async throws -> String? {
        switch kind {
        case .access: try await clusters.clusters().first { $0.id == id }?.project
        case .audit: try await instances.instances().first { $0.id == id }?.project
        }
    }

    /// - Parameter project: the one that the source belongs to.
    /// - Throws: `QueryError` for what cannot be asked, `LogStoreError`.
    package func answer(_ question: Question, kind: Stream.Kind, project: String) async throws -> QuestionAnswer {
        let plan = try QuestionPlan(question, kind: kind, now: time.now())
        let streams = try await streams(of: question, kind: kind, project: project)
        if question.isSummary {
            return try await summary(question, plan, of: streams)
        }
        return try await rows(question, plan, kind, of: streams)
    }

    /// An instance's streams are those of its nodes, also of nodes that it had once and whose files are still there.
    private func streams(of question: Question, kind: Stream.Kind, project: String) async throws -> [Stream] {
        guard kind == .audit else {
            return [.access(project: project, cluster: question.source)]
        }
        if let node = question.node {
            return [.audit(project: project, instance: question.source, node: node)]
        }
        let nodes = try await instances.instance(question.source, in: project)?.nodes ?? []
        let selection = StreamSelection(kind: .audit, project: project, source: question.source)
        let kept = try await store.segments(SegmentQuery(streams: selection)).segments.map(\.stream)
        let present = nodes.map { Stream.audit(project: project, instance: question.source, node: $0.id) }
        return Set(present + kept).sorted()
    }

    private func summary(
        _ question: Question, _ plan: QuestionPlan, of streams: [Stream]
    ) async throws -> QuestionAnswer {
        let query = SummaryQuery(
            streams: streams, filter: plan.filter, groups: plan.groups, aggregates: plan.aggregates)
        let summary = try await store.summary(query)
        let rows = summary.rows.map { row in
            zip(row.keys, plan.groups).map { Cell(key: $0, of: $1) } + row.values.map(Cell.init)
        }
        let columns =
            plan.groups.map { QuestionAnswer.Column($0) } + plan.aggregates.map { QuestionAnswer.Column($0) }
        return QuestionAnswer(columns: columns, rows: rows, losses: try await losses(plan, of: streams))
    }

    /// Rows of nothing but fields take no more of the log than these; others whole records.
    private func rows(
        _ question: Question, _ plan: QuestionPlan, _ kind: Stream.Kind, of streams: [Stream]
    ) async throws -> QuestionAnswer {
        if let row = FieldRowPlan(plan.columns, of: kind) {
            return try await rows(question, plan, of: streams) { query in
                let page = try await store.fields(row.fields, of: query)
                let byteCount = page.rows.reduce(0) { sum, row in
                    row.values.reduce(sum) { $0 + ($1?.text?.utf8.count ?? 0) }
                }
                return (page.rows.map { row.cells($0.values) }, byteCount, page.next)
            }
        }
        return try await rows(question, plan, of: streams) { query in
            let page = try await store.page(query)
            let byteCount = page.records.reduce(0) { $0 + $1.stored.record.textByteCount }
            return (page.records.map { record in plan.columns.map { $0.cell(of: record) } }, byteCount, page.next)
        }
    }

    /// - Parameter read: gives the rows of a page, the bytes of their texts, and where to go on.
    private func rows(
        _ question: Question, _ plan: QuestionPlan, of streams: [Stream],
        _ read: (SourceQuery) async throws -> (rows: [[Cell]], byteCount: Int, next: SourceCursor?)
    ) async throws -> QuestionAnswer {
        var answer = QuestionAnswer(columns: plan.columns.map(\.column), rows: [])
        var query = SourceQuery(streams: streams, filter: plan.filter, order: question.order, limit: 0)
        if let cursor = question.cursor {
            query.cursor = try SourceCursor(text: cursor, order: question.order, streams: streams)
        }
        var byteCount = 0
        repeat {
            query.limit = min(plan.limit - answer.rows.count, Limits.queryScanCount)
            let page = try await read(query)
            answer.rows += page.rows
            byteCount += page.byteCount
            query.cursor = page.next
        } while query.cursor != nil && answer.rows.count < plan.limit && byteCount < Limits.queryByteCountMaximum
        answer.next = query.cursor?.text
        if question.cursor == nil {
            answer.losses = try await losses(plan, of: streams)
        }
        return answer
    }

    /// What else could be in the answer, had it been kept.
    private func losses(_ plan: QuestionPlan, of streams: [Stream]) async throws -> [QuestionAnswer.Loss] {
        let page = try await store.page(
            SourceQuery(streams: streams, filter: plan.lossFilter, limit: Limits.queryLossCountMaximum))
        return page.records.compactMap { record in
            guard case .loss(let window) = record.stored.record else { return nil }
            return QuestionAnswer.Loss(
                start: window.start.text(), end: window.end.text(), maximumCount: window.maximumCount,
                node: record.stream.node.isEmpty ? nil : record.stream.node)
        }
    }
}
