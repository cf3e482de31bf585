package import Logbook

/// A store that keeps project logs with signed checkpoints, and proves what is in them.
package protocol EvidenceSource: LogStore {
    /// What checks the checkpoints of a project's log; `nil` when they are not signed.
    func verifier(ofProject project: String) -> NoteVerifier?

    /// The newest checkpoint of a project's log; `nil` when nothing of the project was sealed yet.
    func checkpoint(ofProject project: String) async throws -> SignedNote?

    /// Compares a checkpoint that somebody kept with today's log.
    ///
    /// - Throws: `EvidenceError` with `malformed` when it is no checkpoint.
    func continuation(of kept: SignedNote) async throws -> LogContinuation

    /// Proves a sealed record under a checkpoint that somebody kept, which has to be a beginning of today's log, or
    /// under today's.
    ///
    /// - Throws: `EvidenceError` with `unavailable`.
    func proof(of sequence: UInt64, in stream: Stream, under kept: SignedNote?) async throws -> RecordProof

    /// Reads everything, trusts nothing, and names the first thing wrong.
    ///
    /// - Parameter isGoingOn: told how far it is, from any thread.
    func verify(_ isGoingOn: @escaping @Sendable (VerificationProgress) -> Void) async throws -> VerificationReport
}
