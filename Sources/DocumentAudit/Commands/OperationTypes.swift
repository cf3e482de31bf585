package import Logbook

/// A set of operation types, small enough to be looked at for every message that passes a node.
package struct OperationTypes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package init(_ type: AuditEvent.OperationType) {
        self.rawValue = 1 << type.rawValue
    }

    package static let auth = OperationTypes(.auth)
    package static let insert = OperationTypes(.insert)
    package static let delete = OperationTypes(.delete)
    package static let update = OperationTypes(.update)
    package static let query = OperationTypes(.query)
    package static let command = OperationTypes(.command)

    package static let all: OperationTypes = [.auth, .insert, .delete, .update, .query, .command]

    /// The type that an event of these types is filed under: of several, the one that takes most away.
    ///
    /// Only `bulkWrite` is of several types at once.
    package var leading: AuditEvent.OperationType? {
        let order: [AuditEvent.OperationType] = [.delete, .update, .insert, .auth, .query, .command]
        return order.first { contains(OperationTypes($0)) }
    }
}

extension AuditEvent.OperationType {
    /// The name in the API and in audit log files.
    package var name: String {
        switch self {
        case .auth: "auth"
        case .insert: "insert"
        case .delete: "delete"
        case .update: "update"
        case .query: "query"
        case .command: "command"
        }
    }

    package init?(name: some StringProtocol) {
        guard let type = Self.allCases.first(where: { $0.name == name }) else {
            return nil
        }
        self = type
    }
}
