/// Why a piece of evidence cannot be used. Equal by code.
package struct EvidenceError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The text is no signed note, checkpoint or key in the form that its specification demands.
        case malformed
        /// The note is not signed with this key, or its text is not the one that was signed.
        case notSigned
        /// The proof does not lead from the record to the checkpoint.
        case notProven
        /// There is nothing to prove: the record is open, deleted, or was never there.
        case unavailable
    }

    package let code: Code
    /// Lower case, no full stop.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: EvidenceError, right: EvidenceError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension EvidenceError: CustomStringConvertible {
    package var description: String { message }
}
