/// Some fields of the records of a page, in the order of the query, and where to go on.
///
/// What a store can tell without making the records that nobody asked for.
package struct FieldPage: Hashable, Sendable {
    package var rows: [FieldRow]
    /// `nil` when there is nothing more.
    package var next: LogQuery.Cursor?

    package init(rows: [FieldRow], next: LogQuery.Cursor?) {
        self.rows = rows
        self.next = next
    }
}

/// The values of the fields that were asked for, in their order; `nil` where the record lacks one.
package struct FieldRow: Hashable, Sendable {
    package let sequence: UInt64
    package let values: [FieldValue?]

    package init(sequence: UInt64, values: [FieldValue?]) {
        self.sequence = sequence
        self.values = values
    }

    package init(_ fields: [Field], of stored: StoredRecord) {
        self.init(sequence: stored.sequence, values: fields.map { $0.value(of: stored.record) })
    }
}

extension LogStore {
    /// Reads whole records; right for every store.
    package func fields(_ fields: [Field], of query: LogQuery) async throws -> FieldPage {
        let page = try await scan(query)
        return FieldPage(rows: page.records.map { FieldRow(fields, of: $0) }, next: page.next)
    }
}
