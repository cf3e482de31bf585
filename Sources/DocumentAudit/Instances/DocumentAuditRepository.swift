package import Logbook

/// Where instances and their audit policies are kept.
package protocol DocumentAuditRepository: Sendable {
    func instance(_ id: String, in project: String) async throws -> DocumentInstance?
    /// The instances of a project, newest first.
    func instances(in project: String) async throws -> [DocumentInstance]
    /// The instances of all projects, for the nodes to open their listeners and for retention.
    func instances() async throws -> [DocumentInstance]

    /// The policy of an instance; `AuditPolicy.off` where none was ever set.
    func policy(of instance: String) async throws -> AuditPolicy

    /// The settings of an instance; `InstanceSettings.standard` where none were ever set.
    func settings(of instance: String) async throws -> InstanceSettings

    /// How far a source of audit files was when this was last written down; `nil` when it never was.
    func collectedPlace(of source: String, in stream: Stream) async throws -> CollectedPlace?

    func save(_ instance: DocumentInstance) async throws
    func save(_ place: CollectedPlace, of source: String, in stream: Stream) async throws
    func save(_ settings: InstanceSettings, of instance: String) async throws
    func save(_ policy: AuditPolicy, of instance: String) async throws
}
