package import Logbook

/// What of an instance is audited, and for how long its audit logs are kept.
package struct AuditPolicy: Hashable, Sendable {
    /// Days that audit logs are kept: 0 when auditing is off, else 7 to 732.
    package var keepDays: Int
    /// `db` or `db.collection`, comma separated; empty for everything.
    package var scope: String
    /// Empty for every type.
    package var types: [AuditEvent.OperationType]

    /// What a new instance has.
    package static let off = AuditPolicy(keepDays: 0, scope: "", types: [])

    package static let keepDaysRange = 7...732

    package init(keepDays: Int, scope: String, types: [AuditEvent.OperationType]) {
        self.keepDays = keepDays
        self.scope = scope
        self.types = types
    }

    package var isOn: Bool { keepDays > 0 }
}
