/// What to read of one stream.
package struct LogQuery: Hashable, Sendable {
    package enum Order: Sendable {
        case newestFirst
        case oldestFirst
    }

    package var stream: Stream
    package var filter: LogFilter
    package var order: Order
    /// Where the page before ended. Records that arrive later do not shift it.
    package var cursor: Cursor?
    /// Matching records to pass over, after the cursor.
    package var offset: Int
    package var limit: Int

    package init(
        stream: Stream, filter: LogFilter = LogFilter(), order: Order = .newestFirst, cursor: Cursor? = nil,
        offset: Int = 0, limit: Int
    ) {
        precondition(offset >= 0 && limit >= 0)
        self.stream = stream
        self.filter = filter
        self.order = order
        self.cursor = cursor
        self.offset = offset
        self.limit = limit
    }

    /// A place in a stream: the sequence number of the last record that was read.
    package struct Cursor: Hashable, Sendable {
        package let sequence: UInt64

        package init(sequence: UInt64) {
            self.sequence = sequence
        }
    }
}

/// Records in the order of the query, and where to go on; `next` is `nil` when there is nothing more.
package struct LogPage: Hashable, Sendable {
    package var records: [StoredRecord]
    package var next: LogQuery.Cursor?

    package init(records: [StoredRecord], next: LogQuery.Cursor?) {
        self.records = records
        self.next = next
    }
}
