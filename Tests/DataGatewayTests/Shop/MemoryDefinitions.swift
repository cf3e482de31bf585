import DataService
import Synchronization

/// Definitions of one cluster, in memory.
final class MemoryDefinitions: DataServiceRepository {
    struct Outage: Error {}

    struct State {
        var apis: [APIDefinition] = []
        var apps: [App] = []
        var connections: [Connection] = []
        /// Ids of apps by the id of the API.
        var authorizations: [String: Set<String>] = [:]
        var isDown = false
    }

    private let state: Mutex<State>

    init(_ state: State) {
        self.state = Mutex(state)
    }

    func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
    }

    private func read<Value: Sendable>(_ body: (State) -> Value) throws -> Value {
        try state.withLock { state in
            if state.isDown { throw Outage() }
            return body(state)
        }
    }

    func workspace(_ id: String, in project: String) async throws -> Workspace? { nil }
    func workspaces(in project: String) async throws -> [Workspace] { [] }
    func cluster(_ id: String, in project: String) async throws -> Cluster? { nil }
    func clusters() async throws -> [Cluster] { [] }
    func publishedAPIs(on cluster: String) async throws -> [APIDefinition] { try read { $0.apis } }
    func app(_ id: String, in project: String) async throws -> App? { nil }
    func app(key: String) async throws -> App? { try read { state in state.apps.first { $0.key == key } } }
    func authorizedApps(api: String, on cluster: String) async throws -> [App] {
        try read { state in state.apps.filter { state.authorizations[api]?.contains($0.id) == true } }
    }
    func connection(_ id: String, in project: String) async throws -> Connection? {
        try read { state in state.connections.first { $0.id == id && $0.project == project } }
    }
    func save(_ workspace: Workspace) async throws {}
    func save(_ cluster: Cluster) async throws {}
    func save(_ connection: Connection) async throws {}
    func save(_ app: App) async throws {}
    func save(_ api: APIDefinition) async throws {}
    func publish(api: String, on cluster: String) async throws {}
    func authorize(app: String, for api: String, on cluster: String) async throws {}
}
