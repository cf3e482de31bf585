package import DocumentAudit
package import Logbook
internal import Synchronization

/// Instances and audit policies that are gone when the test is over.
package final class InMemoryDocumentAuditRepository: DocumentAuditRepository {
    private struct State {
        var instances: [String: DocumentInstance] = [:]
        var policies: [String: AuditPolicy] = [:]
        var settings: [String: InstanceSettings] = [:]
        var places: [Stream: [String: CollectedPlace]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func instance(_ id: String, in project: String) async throws -> DocumentInstance? {
        state.withLock { $0.instances[id].flatMap { $0.project == project ? $0 : nil } }
    }

    package func instances(in project: String) async throws -> [DocumentInstance] {
        try await instances().filter { $0.project == project }
    }

    package func instances() async throws -> [DocumentInstance] {
        state.withLock { state in
            state.instances.values.sorted { ($0.created, $0.id) > ($1.created, $1.id) }
        }
    }

    package func policy(of instance: String) async throws -> AuditPolicy {
        state.withLock { $0.policies[instance] ?? .off }
    }

    package func collectedPlace(of source: String, in stream: Stream) async throws -> CollectedPlace? {
        state.withLock { $0.places[stream]?[source] }
    }

    package func save(_ place: CollectedPlace, of source: String, in stream: Stream) async throws {
        state.withLock { $0.places[stream, default: [:]][source] = place }
    }

    package func settings(of instance: String) async throws -> InstanceSettings {
        state.withLock { $0.settings[instance] ?? .standard }
    }

    package func save(_ settings: InstanceSettings, of instance: String) async throws {
        state.withLock { $0.settings[instance] = settings }
    }

    package func save(_ instance: DocumentInstance) async throws {
        state.withLock { $0.instances[instance.id] = instance }
    }

    package func save(_ policy: AuditPolicy, of instance: String) async throws {
        state.withLock { $0.policies[instance] = policy }
    }
}
