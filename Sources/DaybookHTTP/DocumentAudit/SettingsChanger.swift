internal import DocumentAudit
internal import Identity
internal import Logbook

/// Changes the settings of instances, each change recorded in the log of every node before it takes effect.
struct SettingsChanger {
    let repository: any DocumentAuditRepository
    let store: any LogStore
    let hooks: ControlPlaneHooks
    let time: TimeSource

    /// - Returns: the settings after the change.
    /// - Throws: `DocumentAuditError` for settings that are not possible.
    func change(
        _ instance: DocumentInstance, for request: ControlRequest, _ change: (inout InstanceSettings) -> Void
    ) async throws -> InstanceSettings {
        let old = try await repository.settings(of: instance.id)
        var new = old
        change(&new)
        guard new != old else { return old }
        try new.validate()
        let event = AuditEvent.settingsChange(
            from: old, to: new, by: request.requireCaller().principal, at: request.remote, time: time.now())
        try await store.append(event, toNodesOf: instance)
        try await repository.save(new, of: instance.id)
        await hooks.settingsChanged(instance.id, new)
        return new
    }
}
