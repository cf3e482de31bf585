extension LogStore {
    /// Decodes the batch, for a store that takes records.
    package func append(_ batch: RecordBatch, to stream: Stream, durability: Durability) async throws -> Receipt {
        let records: [LogRecord]
        do {
            records = try batch.records()
        } catch {
            preconditionFailure("a batch holds canonical records")
        }
        return try await append(records, to: stream, durability: durability)
    }
}
