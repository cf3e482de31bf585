package import DataService
internal import Synchronization

/// Definitions of DataService that are gone when the test is over.
package final class InMemoryDataServiceRepository: DataServiceRepository {
    private struct Publication: Hashable {
        var api: String
        var cluster: String
    }

    private struct State {
        var workspaces: [String: Workspace] = [:]
        var clusters: [String: Cluster] = [:]
        var connections: [String: Connection] = [:]
        var apps: [String: App] = [:]
        var apis: [String: APIDefinition] = [:]
        var publications: Set<Publication> = []
        var authorizations: [Publication: Set<String>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func workspace(_ id: String, in project: String) async throws -> Workspace? {
        state.withLock { $0.workspaces[id].flatMap { $0.project == project ? $0 : nil } }
    }

    package func workspaces(in project: String) async throws -> [Workspace] {
        state.withLock { $0.workspaces.values.filter { $0.project == project }.sorted { $0.id < $1.id } }
    }

    package func cluster(_ id: String, in project: String) async throws -> Cluster? {
        state.withLock { $0.clusters[id].flatMap { $0.project == project ? $0 : nil } }
    }

    package func clusters() async throws -> [Cluster] {
        state.withLock { $0.clusters.values.sorted { $0.id < $1.id } }
    }

    package func publishedAPIs(on cluster: String) async throws -> [APIDefinition] {
        state.withLock { state in
            state.publications.filter { $0.cluster == cluster }.compactMap { state.apis[$0.api] }
                .sorted { $0.id < $1.id }
        }
    }

    package func app(_ id: String, in project: String) async throws -> App? {
        state.withLock { $0.apps[id].flatMap { $0.project == project ? $0 : nil } }
    }

    package func app(key: String) async throws -> App? {
        state.withLock { $0.apps.values.first { $0.key == key } }
    }

    package func authorizedApps(api: String, on cluster: String) async throws -> [App] {
        state.withLock { state in
            (state.authorizations[Publication(api: api, cluster: cluster)] ?? []).compactMap { state.apps[$0] }
                .sorted { $0.id < $1.id }
        }
    }

    package func connection(_ id: String, in project: String) async throws -> Connection? {
        state.withLock { $0.connections[id].flatMap { $0.project == project ? $0 : nil } }
    }

    package func save(_ workspace: Workspace) async throws {
        state.withLock { $0.workspaces[workspace.id] = workspace }
    }

    package func save(_ cluster: Cluster) async throws {
        state.withLock { $0.clusters[cluster.id] = cluster }
    }

    package func save(_ connection: Connection) async throws {
        state.withLock { $0.connections[connection.id] = connection }
    }

    package func save(_ app: App) async throws {
        state.withLock { $0.apps[app.id] = app }
    }

    package func save(_ api: APIDefinition) async throws {
        state.withLock { $0.apis[api.id] = api }
    }

    package func publish(api: String, on cluster: String) async throws {
        _ = state.withLock { $0.publications.insert(Publication(api: api, cluster: cluster)) }
    }

    package func authorize(app: String, for api: String, on cluster: String) async throws {
        _ = state.withLock { state in
            state.authorizations[Publication(api: api, cluster: cluster), default: []].insert(app)
        }
    }
}
