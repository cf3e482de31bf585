internal import DocumentAudit
internal import Logbook

extension LogStore {
    /// Puts an event into the log of every node of an instance.
    func append(_ event: AuditEvent, toNodesOf instance: DocumentInstance) async throws {
        for node in instance.nodes {
            let stream = Stream.audit(project: instance.project, instance: instance.id, node: node.id)
            _ = try await append([.audit(event)], to: stream, durability: .strict)
        }
    }
}
