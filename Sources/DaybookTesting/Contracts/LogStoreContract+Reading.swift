internal import Logbook

extension LogStoreContract {
    static let reading = [
        LogStoreContract("an unknown stream is empty, and no error") {
            try await withStore($0) { store in
                let page = try await store.scan(LogQuery(stream: strange, limit: 10))
                try requireEqual(page, LogPage(records: [], next: nil), "page of an unknown stream")
                try requireEqual(try await store.count(LogFilter(), in: strange), 0, "count of an unknown stream")
                try requireEqual(try await store.segments(SegmentQuery(streams: .all)).totalCount, 0, "segments")
                try requireEqual(try await store.seal(.all), [], "sealing of nothing")
            }
        },
        LogStoreContract("filters, orders, offsets and limits give what the definition of a filter says") {
            try await withStore($0) { store in
                try await fill(store)
                let everything = try await all(accessLog, of: store)
                for filter in filters {
                    let matching = everything.filter { filter.matches($0.record) }
                    try requireEqual(
                        try await store.count(filter, in: accessLog), matching.count, "count of \(filter)")
                    for (offset, limit) in [(0, 5), (3, 10), (7, 1), (0, 1_000), (2, 0), (500, 5), (59, 1), (60, 1)] {
                        for order in [LogQuery.Order.newestFirst, .oldestFirst] {
                            let ordered = order == .newestFirst ? matching.reversed() : matching
                            let page = try await store.scan(
                                LogQuery(stream: accessLog, filter: filter, order: order, offset: offset, limit: limit))
                            try requireEqual(
                                page.records, Array(ordered.dropFirst(offset).prefix(limit)),
                                "\(order), offset \(offset), limit \(limit) of \(filter)")
                            let hasMore = matching.count > offset + limit
                            try requireEqual(page.next != nil, hasMore && limit > 0, "whether a page follows")
                        }
                    }
                }
            }
        },
        LogStoreContract("pages follow on each other without a gap or a repetition while records come and are sealed") {
            try await withStore($0) { store in
                try await fill(store)
                let expected = Array(try await all(accessLog, of: store).reversed())
                var found: [StoredRecord] = []
                var cursor: LogQuery.Cursor?
                repeat {
                    let page = try await store.scan(LogQuery(stream: accessLog, cursor: cursor, limit: 7))
                    found += page.records
                    cursor = page.next
                    _ = try await store.append(records(100..<103), to: accessLog, durability: .relaxed)
                    _ = found.count % 3 == 0 ? try await store.seal(.all) : []
                } while cursor != nil
                try requireEqual(found, expected, "pages, newest first")
            }
        },
        LogStoreContract("a cursor that goes forward finds what was appended meanwhile") {
            try await withStore($0) { store in
                _ = try await store.append(records(0..<4), to: accessLog, durability: .strict)
                let first = try await store.scan(LogQuery(stream: accessLog, order: .oldestFirst, limit: 4))
                try requireEqual(first.next, nil, "cursor at the end")
                _ = try await store.append(records(4..<6), to: accessLog, durability: .strict)
                let second = try await store.scan(
                    LogQuery(
                        stream: accessLog, order: .oldestFirst, cursor: LogQuery.Cursor(sequence: 4), limit: 4))
                try requireEqual(second.records.map(\.sequence), [5, 6], "records behind the cursor")
            }
        },
    ]

    /// Sixty access records: two segments and an open rest, with a loss window in the middle.
    private static func fill(_ store: any LogStore) async throws {
        for start in stride(from: 0, to: 59, by: 10) {
            if start == 20 || start == 40 {
                _ = try await store.seal(.all)
            }
            _ = try await store.append(records(start..<min(start + 10, 59)), to: accessLog, durability: .strict)
            if start == 20 {
                let window = LossWindow(start: time(25), end: time(26), maximumCount: 4, reason: .recordingUnavailable)
                _ = try await store.append([.loss(window)], to: accessLog, durability: .strict)
            }
        }
    }

    private static let filters = [
        LogFilter(),
        LogFilter(time: time(10)..<time(31)),
        LogFilter(time: time(0)..<time(0)),
        LogFilter(time: time(58)..<time(1_000)),
        LogFilter(time: time(1_000)..<time(2_000)),
        LogFilter(conditions: [.isRecord]),
        LogFilter(conditions: [.workspace("other")]),
        LogFilter(conditions: [.workspace("nobody's")]),
        LogFilter(conditions: [.hasApp]),
        LogFilter(time: time(12)..<time(44), conditions: [.isRecord, .workspace("default"), .hasApp]),
    ]
}
