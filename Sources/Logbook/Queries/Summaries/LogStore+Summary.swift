extension LogStore {
    /// Reads all matching records; right for every store.
    package func summary(_ query: SummaryQuery) async throws -> Summary {
        if let total = try await totalAlone(query) { return total }
        var aggregator = Aggregator(groups: query.groups, aggregates: query.aggregates)
        for stream in query.streams {
            // Newest first, so that what arrives meanwhile neither counts nor keeps this from ending.
            var feed = StreamFeed(
                stream, filter: query.filter, order: .newestFirst, after: nil, chunkSize: QueryLimits.chunkSize)
            try await feed.fill(from: self)
            while let head = feed.head {
                try aggregator.add(head.record)
                feed.advance()
                try await feed.fill(from: self)
            }
        }
        return aggregator.summary
    }

    /// The total alone is what `count` is for, which need not read.
    ///
    /// - Returns: `nil` for a question that asks for more than the total.
    package func totalAlone(_ query: SummaryQuery) async throws -> Summary? {
        guard query.groups.isEmpty, query.aggregates == [.count] else { return nil }
        var total = 0
        for stream in query.streams {
            total += try await count(query.filter, in: stream)
        }
        return Summary(rows: [Summary.Row(keys: [], values: [.integer(Int128(total))])])
    }
}
