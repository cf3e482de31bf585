/// Some fields of the records of a page of a source, and where to go on.
package struct SourceFieldPage: Hashable, Sendable {
    package var rows: [FieldRow]
    /// `nil` when there is nothing more.
    package var next: SourceCursor?
}

extension LogStore {
    /// Reads fields where `page` reads records. One stream needs no merging, so its store is asked for no more than the
    /// fields.
    package func fields(_ fields: [Field], of query: SourceQuery) async throws -> SourceFieldPage {
        guard query.streams.count == 1, let stream = query.streams.first else {
            let page = try await page(query)
            return SourceFieldPage(rows: page.records.map { FieldRow(fields, of: $0.stored) }, next: page.next)
        }
        let page = try await self.fields(
            fields,
            of: LogQuery(
                stream: stream, filter: query.filter, order: query.order, cursor: query.cursor?.cursor(in: stream),
                limit: query.limit))
        let next = page.next.map { next in
            var sequences = query.cursor?.sequences ?? [:]
            sequences[stream] = next.sequence
            return SourceCursor(order: query.order, sequences: sequences)
        }
        return SourceFieldPage(rows: page.rows, next: next)
    }
}
