package import DocumentAudit
internal import Synchronization

/// The audit policy of an instance, and the fields that it masks, as its nodes see them now: one is shared by all of
/// them.
///
/// A change counts for every request that arrives after `update` returned, on running connections too.
package final class AuditPolicyHandle: Sendable {
    private struct State {
        var policy: AuditPolicy
        var maskedFields: [String]
        var selection: AuditSelection
    }

    private let state: Mutex<State>

    package init(_ policy: AuditPolicy, maskedFields: [String] = []) {
        let selection = AuditSelection(policy, maskedFields: maskedFields)
        state = Mutex(State(policy: policy, maskedFields: maskedFields, selection: selection))
    }

    package var policy: AuditPolicy {
        state.withLock { $0.policy }
    }

    package func update(_ policy: AuditPolicy) {
        state.withLock { state in
            state.policy = policy
            state.selection = AuditSelection(policy, maskedFields: state.maskedFields)
        }
    }

    package func update(maskedFields: [String]) {
        state.withLock { state in
            state.maskedFields = maskedFields
            state.selection = AuditSelection(state.policy, maskedFields: maskedFields)
        }
    }

    var selection: AuditSelection {
        state.withLock { $0.selection }
    }
}
