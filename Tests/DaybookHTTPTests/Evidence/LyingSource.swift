import Evidence
import Logbook

/// A store that shows something else than it keeps, whatever it is asked for.
struct LyingSource: EvidenceSource {
    let base: any EvidenceSource
    let shown: LogRecord

    func scan(_ query: LogQuery) async throws -> LogPage {
        var page = try await base.scan(query)
        page.records = page.records.map { StoredRecord(sequence: $0.sequence, record: shown) }
        return page
    }

    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt {
        try await base.append(records, to: stream, durability: durability)
    }

    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int { try await base.count(filter, in: stream) }
    func segments(_ query: SegmentQuery) async throws -> SegmentPage { try await base.segments(query) }
    func segment(_ id: Segment.ID) async throws -> Segment? { try await base.segment(id) }

    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        try await base.read(id, from: sequence, limit: limit)
    }

    func seal(_ streams: StreamSelection) async throws -> [Segment] { try await base.seal(streams) }

    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] {
        try await base.prune(ids, for: reason)
    }

    func deletions(_ query: DeletionQuery) async throws -> DeletionPage { try await base.deletions(query) }
    func verify() async throws -> VerificationReport { try await base.verify() }

    func verify(
        _ isGoingOn: @escaping @Sendable (VerificationProgress) -> Void
    ) async throws -> VerificationReport { try await base.verify(isGoingOn) }

    func verifier(ofProject project: String) -> NoteVerifier? { base.verifier(ofProject: project) }

    func checkpoint(ofProject project: String) async throws -> SignedNote? {
        try await base.checkpoint(ofProject: project)
    }

    func continuation(of kept: SignedNote) async throws -> LogContinuation { try await base.continuation(of: kept) }

    func proof(of sequence: UInt64, in stream: Stream, under kept: SignedNote?) async throws -> RecordProof {
        try await base.proof(of: sequence, in: stream, under: kept)
    }
}
