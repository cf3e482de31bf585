import DocumentAudit
import DocumentNodes
import Synchronization

/// The policies that the running nodes follow, by instance.
final class AuditPolicies: Sendable {
    private let handles = Mutex<[String: AuditPolicyHandle]>([:])

    func register(_ handle: AuditPolicyHandle, of instance: String) {
        handles.withLock { $0[instance] = handle }
    }

    /// The nodes of the instance mask these fields when this returns.
    func update(maskedFields: [String], of instance: String) {
        handles.withLock { $0[instance] }?.update(maskedFields: maskedFields)
    }

    /// The nodes of the instance follow the policy when this returns.
    func update(_ policy: AuditPolicy, of instance: String) {
        handles.withLock { $0[instance] }?.update(policy)
    }
}
