internal import Logbook

extension LogStoreContract {
    static let questions = [
        LogStoreContract("pages of several streams and summaries are those of the model, sealed or not") {
            try await withStore($0) { store in
                let model = ModelLogStore(time: TestClock().timeSource)
                var generator = SeededGenerator(seed: 20_260_102)
                for round in 0..<6 {
                    for stream in nodes {
                        let events = (0..<Int.random(in: 1...9, using: &generator)).map { number in
                            LogRecord.audit(event(round * 10 + number, &generator))
                        }
                        _ = try await store.append(events, to: stream, durability: .relaxed)
                        _ = try await model.append(events, to: stream, durability: .relaxed)
                    }
                    _ = round % 2 == 0 ? try await store.seal(StreamSelection(node: "n1")) : []
                    for filter in questionFilters {
                        try await requireAlike(store, model, filter)
                    }
                }
            }
        }
    ]

    private static let nodes = ["n1", "n2", "n3"].map { Stream.audit(project: "p", instance: "i", node: $0) }

    private static func event(_ number: Int, _ generator: inout SeededGenerator) -> AuditEvent {
        var event = AuditEvent.random(using: &generator)
        event.time = time(number)
        event.command = number % 3 == 0 ? "find" : "查询"
        return event
    }

    private static let questionFilters: [LogFilter] = [
        LogFilter(),
        LogFilter(
            time: time(12)..<time(43), conditions: [.isRecord, .matching(.field(.audit(.command), .hasWord("查询")))]),
        LogFilter(conditions: [
            .matching(
                .or([
                    .field(.audit(.collection), .isAbsent),
                    .not(.field(.audit(.command), equals: .text("find"))),
                ]))
        ]),
        LogFilter(conditions: [.matching(.field(.audit(.time), .compares(.less, .time(time(20)))))]).normalized(),
        LogFilter.never,
    ]

    private static func requireAlike(_ store: any LogStore, _ model: ModelLogStore, _ filter: LogFilter) async throws {
        for order in [LogQuery.Order.newestFirst, .oldestFirst] {
            var query = SourceQuery(streams: nodes, filter: filter, order: order, limit: 11)
            repeat {
                let page = try await store.page(query)
                try requireEqual(page, try await model.page(query), "page, \(order), of \(filter)")
                query.cursor = page.next
            } while query.cursor != nil
        }
        let fields: [Field] = [.audit(.time), .audit(.command), .audit(.arguments), .audit(.roles), .access(.detail)]
        var query = SourceQuery(streams: [nodes[0]], filter: filter, limit: 5)
        repeat {
            let page = try await store.fields(fields, of: query)
            let records = try await model.page(query)
            try requireEqual(
                page.rows, records.records.map { FieldRow(fields, of: $0.stored) }, "fields of \(filter)")
            try requireEqual(page.next, records.next, "the place behind fields of \(filter)")
            query.cursor = page.next
        } while query.cursor != nil
        let question = SummaryQuery(
            streams: nodes, filter: filter, groups: [.field(.audit(.command))],
            aggregates: [.count, .least(.audit(.time)), .distinct(.audit(.database))])
        try requireEqual(try await store.summary(question), try await model.summary(question), "summary of \(filter)")
    }
}
