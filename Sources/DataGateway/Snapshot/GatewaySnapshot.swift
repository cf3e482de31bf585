internal import DataService
internal import SQLSource

/// All that a cluster serves at one moment. A value: a change makes a new one, calls that are under way keep theirs.
struct GatewaySnapshot: Sendable {
    let routes: RouteTable
    /// By the id of the API that they may call.
    private let apps: [String: [App]]
    /// By the id of the connection.
    private let sources: [String: any SQLSource]

    /// - Throws: `ServiceError` when the published APIs do not go together, or what the repository throws.
    static func load(
        _ cluster: Cluster, from repository: any DataServiceRepository, sources registry: SourceRegistry
    ) async throws -> GatewaySnapshot {
        let apis = try await repository.publishedAPIs(on: cluster.id)
        var apps: [String: [App]] = [:]
        var sources: [String: any SQLSource] = [:]
        for api in apis {
            if api.authentication != .none {
                apps[api.id] = try await repository.authorizedApps(api: api.id, on: cluster.id)
            }
            let id = api.query.connection
            if sources[id] == nil, let connection = try await repository.connection(id, in: api.project) {
                sources[id] = await registry.source(for: connection)
            }
        }
        return GatewaySnapshot(routes: try RouteTable(apis), apps: apps, sources: sources)
    }

    func apps(for api: APIDefinition) -> [App] {
        apps[api.id] ?? []
    }

    func source(of api: APIDefinition) -> (any SQLSource)? {
        sources[api.query.connection]
    }
}
