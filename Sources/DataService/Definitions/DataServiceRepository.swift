/// Where the definitions of DataService are kept.
///
/// Every lookup is by project: an object of another project is not there.
package protocol DataServiceRepository: Sendable {
    func workspace(_ id: String, in project: String) async throws -> Workspace?
    func workspaces(in project: String) async throws -> [Workspace]

    func cluster(_ id: String, in project: String) async throws -> Cluster?
    /// The clusters of all projects, for the gateway to open their listeners.
    func clusters() async throws -> [Cluster]

    /// The definitions that are published on a cluster.
    func publishedAPIs(on cluster: String) async throws -> [APIDefinition]

    func app(_ id: String, in project: String) async throws -> App?
    /// Finds an app by the key that its calls carry.
    func app(key: String) async throws -> App?
    /// The apps that may call the API on the cluster.
    func authorizedApps(api: String, on cluster: String) async throws -> [App]

    func connection(_ id: String, in project: String) async throws -> Connection?

    func save(_ workspace: Workspace) async throws
    func save(_ cluster: Cluster) async throws
    func save(_ connection: Connection) async throws
    func save(_ app: App) async throws
    func save(_ api: APIDefinition) async throws
    func publish(api: String, on cluster: String) async throws
    func authorize(app: String, for api: String, on cluster: String) async throws
}
