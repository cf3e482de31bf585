package import DocumentAudit
internal import Synchronization

/// The audit policy of an instance as its nodes see it now: one is shared by all of them.
///
/// A change counts for every request that arrives after `update` returned, on running connections too.
package final class AuditPolicyHandle: Sendable {
    private let current: Mutex<(policy: AuditPolicy, selection: AuditSelection)>

    package init(_ policy: AuditPolicy) {
        current = Mutex((policy, AuditSelection(policy)))
    }

    package var policy: AuditPolicy {
        current.withLock { $0.policy }
    }

    package func update(_ policy: AuditPolicy) {
        let selection = AuditSelection(policy)
        current.withLock { $0 = (policy, selection) }
    }

    var selection: AuditSelection {
        current.withLock { $0.selection }
    }
}
