/// Why a source gave no rows. Equal by code.
package struct SQLSourceError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The run took longer than it may, and was stopped.
        case timeout
        /// The source does not accept the statement, or failed in the middle of it.
        case sqlError
        /// The statement would do more than read.
        case refused
        /// More rows or bytes than the limits allow; nothing is cut off in silence.
        case tooLarge
        /// The database is not there, not readable, locked by a writer, or closed.
        case unavailable
        /// Too many runs wait already; try again shortly.
        case overloaded
    }

    package let code: Code
    /// Lower case, no full stop, without values and paths. Words of the source itself are repeated only about the text
    /// of the statement, which is its author's, never about values.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: SQLSourceError, right: SQLSourceError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension SQLSourceError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
