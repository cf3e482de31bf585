/// Whether today's log of a project continues the one that a kept checkpoint is of.
package struct LogContinuation: Sendable {
    package let kept: Checkpoint
    /// `nil` when there is no such log.
    package let project: String?
    /// `nil` when the log has nothing in it.
    package let today: SignedNote?
    /// `nil` when there is none.
    package let proof: ConsistencyProof?
    /// Why it does not; `nil` when all is well.
    package let problem: String?

    package init(
        kept: Checkpoint, project: String? = nil, today: SignedNote? = nil, proof: ConsistencyProof? = nil,
        problem: String? = nil
    ) {
        self.kept = kept
        self.project = project
        self.today = today
        self.proof = proof
        self.problem = problem
    }
}
