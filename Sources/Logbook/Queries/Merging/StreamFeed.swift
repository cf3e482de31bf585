/// The matching records of one stream, one after the other, read from the store in chunks.
struct StreamFeed {
    let stream: Stream
    private let filter: LogFilter
    private let order: LogQuery.Order
    private let chunkSize: Int
    private var chunk: ArraySlice<StoredRecord> = []
    private var next: LogQuery.Cursor?
    private var isExhausted = false

    init(_ stream: Stream, filter: LogFilter, order: LogQuery.Order, after cursor: LogQuery.Cursor?, chunkSize: Int) {
        self.stream = stream
        self.filter = filter
        self.order = order
        self.chunkSize = chunkSize
        next = cursor
    }

    /// The record that comes next, unless there is none.
    var head: StoredRecord? { chunk.first }

    mutating func advance() {
        chunk.removeFirst()
    }

    /// Reads on where the chunk is used up, so that `head` is `nil` only at the end.
    mutating func fill(from store: some LogStore) async throws {
        while chunk.isEmpty, !isExhausted {
            try Task.checkCancellation()
            let page = try await store.scan(
                LogQuery(stream: stream, filter: filter, order: order, cursor: next, limit: chunkSize))
            chunk = page.records[...]
            next = page.next
            isExhausted = page.next == nil
        }
    }
}
