package import Logbook

/// The kinds of statements by which a slow log is asked.
package enum SlowLogKind: String, Sendable, CaseIterable {
    case insert = "INSERT"
    case query = "QUERY"
    case update = "UPDATE"
    case remove = "REMOVE"
    case getMore = "GETMORE"
    case command = "COMMAND"
    case killCursors = "KILLCURSORS"

    package init(of event: AuditEvent) {
        switch (event.type, event.command) {
        case (.insert, _): self = .insert
        case (.update, _): self = .update
        case (.delete, _): self = .remove
        case (.query, "getMore"): self = .getMore
        case (.query, _): self = .query
        case (_, "killCursors"): self = .killCursors
        case (.command, _), (.auth, _): self = .command
        }
    }

    /// The events of this kind.
    package var predicate: Predicate {
        switch self {
        case .insert: Self.isType(.insert)
        case .update: Self.isType(.update)
        case .remove: Self.isType(.delete)
        case .getMore: .and([Self.isType(.query), Self.isCommand("getMore")])
        case .query: .and([Self.isType(.query), .not(Self.isCommand("getMore"))])
        case .killCursors: .and([Self.isType(.command), Self.isCommand("killCursors")])
        case .command: .and([Self.isType(.command, .auth), .not(Self.isCommand("killCursors"))])
        }
    }

    private static func isType(_ types: AuditEvent.OperationType...) -> Predicate {
        .field(.audit(.type), .isAmong(types.map { .text($0.name) }))
    }

    private static func isCommand(_ name: String) -> Predicate {
        .field(.audit(.command), equals: .text(name))
    }
}

/// The levels by which an error log is asked.
package enum ErrorLogLevel: String, Sendable, CaseIterable {
    /// It is not known how the operation ended: the connection was over before the answer, or records are missing.
    case warning = "WARNING"
    /// The server answered with an error.
    case error = "ERROR"

    package init?(of record: LogRecord) {
        switch record {
        case .audit(let event) where event.result > 0: self = .error
        case .audit(let event) where event.result < 0: self = .warning
        case .loss: self = .warning
        default: return nil
        }
    }

    /// The records of this level; loss windows have no result, and are found by that.
    package var predicate: Predicate {
        switch self {
        case .error: .field(.audit(.result), .compares(.greater, .integer(0)))
        case .warning: .not(.field(.audit(.result), .compares(.greaterOrEqual, .integer(0))))
        }
    }
}
