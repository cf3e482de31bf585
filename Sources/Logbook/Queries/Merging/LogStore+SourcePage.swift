extension LogStore {
    /// Merges the scans of the streams; right for every store.
    package func page(_ query: SourceQuery) async throws -> SourcePage {
        let streams = query.streams.sorted()
        let chunkSize = max(1, min(query.limit, QueryLimits.chunkSize))
        var feeds: [StreamFeed] = []
        for stream in streams {
            var feed = StreamFeed(
                stream, filter: query.filter, order: query.order, after: query.cursor?.cursor(in: stream),
                chunkSize: chunkSize)
            try await feed.fill(from: self)
            feeds.append(feed)
        }
        var sequences = Self.start(of: feeds, query)
        var records: [SourceRecord] = []
        while records.count < query.limit, let index = Self.next(of: feeds, query.order),
            let head = feeds[index].head
        {
            records.append(SourceRecord(stream: feeds[index].stream, stored: head))
            sequences[feeds[index].stream] = head.sequence
            feeds[index].advance()
            try await feeds[index].fill(from: self)
        }
        let isAtEnd = feeds.allSatisfy { $0.head == nil }
        return SourcePage(
            records: records, next: isAtEnd ? nil : SourceCursor(order: query.order, sequences: sequences))
    }

    /// Where the streams stand before the first record of the page is taken.
    private static func start(of feeds: [StreamFeed], _ query: SourceQuery) -> [Stream: UInt64] {
        var sequences = query.cursor?.sequences ?? [:]
        guard query.order == .newestFirst else { return sequences }
        for feed in feeds where sequences[feed.stream] == nil {
            // The sequence number behind the head, so that the head is the next; nothing is left of a stream without.
            sequences[feed.stream] = feed.head.map { $0.sequence + 1 } ?? 1
        }
        return sequences
    }

    /// The feed whose record comes next. The feeds are in the order of their streams, which settles equal times.
    private static func next(of feeds: [StreamFeed], _ order: LogQuery.Order) -> Int? {
        var best: (index: Int, time: Timestamp)?
        for (index, feed) in feeds.enumerated() {
            guard let time = feed.head?.record.timestamp else { continue }
            let isBetter = best.map { order == .newestFirst ? time > $0.time : time < $0.time } ?? true
            if isBetter {
                best = (index, time)
            }
        }
        return best?.index
    }
}
