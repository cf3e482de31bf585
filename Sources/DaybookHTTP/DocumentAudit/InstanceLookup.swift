internal import Identity
internal import DocumentAudit

/// Finds the instance of a path, and refuses in the words of the document database API.
struct InstanceLookup: Sendable {
    let repository: any DocumentAuditRepository

    /// - Throws: `ControlError` with `instanceUnknown`.
    func instance(of request: ControlRequest) async throws -> DocumentInstance {
        let id = request.parameter("instance_id")
        guard let instance = try await repository.instance(id, in: request.requireProject().id) else {
            throw ControlError(.instanceUnknown, .instanceUnknown)
        }
        return instance
    }
}
