/// Keeps streams of records. Every implementation passes `LogStoreContract`.
///
/// Promises, for every implementation:
/// - *Order*: the records of a stream have dense sequence numbers from 1; a batch takes consecutive ones.
/// - *Durability*: a record whose strict append returned is found after any crash. A batch is kept whole or not at all.
/// - *Visibility*: an appended record is part of every scan, count and listing that starts after the append returned,
///   sealed or not.
/// - *Isolation*: a scan sees one moment of its stream; sealing and pruning neither hide nor repeat a record in it.
/// - *Honesty*: when records may have been lost, the stream receives a `LossWindow` before it takes further records.
package protocol LogStore: Sendable {
    /// Appends a batch to a stream, in the order given.
    ///
    /// - Throws: `LogStoreError` with `storageFull`, `inputOutput`, `overloaded`, `recordTooLarge` or `closed`;
    ///   then no record of the batch is acknowledged.
    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt

    /// Appends a batch whose records are in their binary form already. A store that keeps another form inherits a way
    /// that decodes them.
    func append(_ batch: RecordBatch, to stream: Stream, durability: Durability) async throws -> Receipt

    /// Reads up to `query.limit` matching records of a stream. An unknown stream is empty.
    func scan(_ query: LogQuery) async throws -> LogPage

    /// Reads some fields of what `scan` reads. A store that keeps whole records inherits a way that scans.
    func fields(_ fields: [Field], of query: LogQuery) async throws -> FieldPage

    /// Counts the matching records of a stream, sealed or not.
    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int

    /// Reads the matching records of several streams of one source, merged by time. A store without a better way
    /// inherits one that merges scans.
    func page(_ query: SourceQuery) async throws -> SourcePage

    /// Groups and aggregates the matching records of streams. A store without a better way inherits one that scans.
    ///
    /// - Throws: `QueryError` with `tooLarge`.
    func summary(_ query: SummaryQuery) async throws -> Summary

    /// Lists sealed segments, newest end first.
    func segments(_ query: SegmentQuery) async throws -> SegmentPage

    /// Finds one sealed segment; `nil` when there is none, or none any more.
    func segment(_ id: Segment.ID) async throws -> Segment?

    /// Reads records of a sealed segment in their order, from a sequence number on.
    ///
    /// - Throws: `LogStoreError` with `unknownSegment` or `corruption`.
    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord]

    /// Closes what is open of the selected streams now. Streams without open records stay as they are.
    ///
    /// - Returns: the new segments.
    func seal(_ streams: StreamSelection) async throws -> [Segment]

    /// Deletes whole sealed segments, and keeps a record of each deletion. Ids that are not there (any more) are passed
    /// over. A segment and the record of its deletion change places in one step, also in a crash.
    ///
    /// Whether something may be deleted is not asked here: the service `Deletions` knows the legal holds.
    ///
    /// - Returns: the segments that were deleted by this call.
    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment]

    /// Lists what was deleted, when and why.
    func deletions(_ query: DeletionQuery) async throws -> DeletionPage

    /// Reads everything, trusts nothing, and names the first thing wrong.
    func verify() async throws -> VerificationReport
}
