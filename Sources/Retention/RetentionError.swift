/// Why a wish about keeping and deleting cannot be granted. Equal by code.
package struct RetentionError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// A legal hold keeps the source's segments.
        case held
        case invalidRule
        case invalidReason
        /// No hold of the project has this id.
        case unknownHold
    }

    package let code: Code
    /// Lower case, no full stop; may be shown to the caller.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: RetentionError, right: RetentionError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension RetentionError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
