/// What to read of the streams of one source together, such as the nodes of an instance.
///
/// Each stream keeps its own order, that of its sequence numbers; of the streams' next records the newest (or oldest)
/// comes first, and where their times are equal the stream that is first in the order of streams.
package struct SourceQuery: Hashable, Sendable {
    /// Of one kind, each once.
    package var streams: [Stream]
    package var filter: LogFilter
    package var order: LogQuery.Order
    /// Where the page before ended.
    package var cursor: SourceCursor?
    package var limit: Int

    package init(
        streams: [Stream], filter: LogFilter = LogFilter(), order: LogQuery.Order = .newestFirst,
        cursor: SourceCursor? = nil, limit: Int
    ) {
        precondition(limit >= 0)
        self.streams = streams
        self.filter = filter
        self.order = order
        self.cursor = cursor
        self.limit = limit
    }
}

/// A record, its place, and the stream that it is from.
package struct SourceRecord: Hashable, Sendable {
    package let stream: Stream
    package let stored: StoredRecord

    package init(stream: Stream, stored: StoredRecord) {
        self.stream = stream
        self.stored = stored
    }
}

package struct SourcePage: Hashable, Sendable {
    package var records: [SourceRecord]
    /// `nil` when there is nothing more.
    package var next: SourceCursor?

    package init(records: [SourceRecord], next: SourceCursor?) {
        self.records = records
        self.next = next
    }
}
