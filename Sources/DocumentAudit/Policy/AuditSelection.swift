package import Logbook

/// A policy made ready for the hot path: asked once for each message that passes a node.
package struct AuditSelection: Hashable, Sendable {
    package let types: OperationTypes
    package let scope: AuditScope

    package static let nothing = AuditSelection(types: [], scope: .everything)

    private init(types: OperationTypes, scope: AuditScope) {
        self.types = types
        self.scope = scope
    }

    /// A scope that cannot be read (it never passed validation) selects everything: better too much than too little.
    package init(_ policy: AuditPolicy) {
        guard policy.isOn else {
            self = .nothing
            return
        }
        let types = policy.types.reduce(into: OperationTypes()) { $0.insert(OperationTypes($1)) }
        self.init(
            types: types.isEmpty ? .all : types,
            scope: (try? AuditScope(parsing: policy.scope)) ?? .everything
        )
    }

    package var isEmpty: Bool { types.isEmpty }

    /// The type under which an operation is recorded; `nil` when it is not to be recorded.
    package func recordedType(
        of operation: OperationTypes, database: String, collection: String?
    ) -> AuditEvent.OperationType? {
        guard let type = types.intersection(operation).leading,
            scope.contains(database: database, collection: collection)
        else {
            return nil
        }
        return type
    }
}
