package import Logbook

/// A policy made ready for the hot path: asked once for each message that passes a node. With the fields whose values
/// are not recorded.
package struct AuditSelection: Hashable, Sendable {
    package let types: OperationTypes
    package let scope: AuditScope
    package let mask: ArgumentMask

    package static let nothing = AuditSelection(types: [], scope: .everything, mask: .none)

    private init(types: OperationTypes, scope: AuditScope, mask: ArgumentMask) {
        self.types = types
        self.scope = scope
        self.mask = mask
    }

    /// A scope that cannot be read (it never passed validation) selects everything: better too much than too little.
    /// For the same reason fields that cannot be read mask every literal.
    package init(_ policy: AuditPolicy, maskedFields: [String] = []) {
        guard policy.isOn else {
            self = .nothing
            return
        }
        let types = policy.types.reduce(into: OperationTypes()) { $0.insert(OperationTypes($1)) }
        self.init(
            types: types.isEmpty ? .all : types,
            scope: (try? AuditScope(parsing: policy.scope)) ?? .everything,
            mask: (try? ArgumentMask(fields: maskedFields)) ?? .literals
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
