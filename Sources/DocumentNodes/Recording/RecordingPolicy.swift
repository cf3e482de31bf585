package import Logbook

/// How the nodes of an instance record, and what they do when that is not possible.
package struct RecordingPolicy: Hashable, Sendable {
    package enum Failure: String, Sendable, CaseIterable {
        /// No traffic without a record: clients get errors instead of answers.
        case block
        /// Traffic goes on without a record, and a loss window says from when to when, and how much.
        case pass
    }

    /// When an answer may leave: `strict`, when its event is on disk; `relaxed`, when the store has taken it.
    package var durability: Durability
    package var failure: Failure

    package init(durability: Durability = .strict, failure: Failure = .block) {
        self.durability = durability
        self.failure = failure
    }
}
