package import DataService
internal import FoundationEssentials
internal import GRDB
internal import Identity

extension Catalog: DataServiceRepository {
    package func workspace(_ id: String, in project: String) async throws -> Workspace? {
        try await known("SELECT * FROM workspaces WHERE id = ? AND project = ?", [id, project], Workspace.init(row:))
    }

    package func workspaces(in project: String) async throws -> [Workspace] {
        try await all("SELECT * FROM workspaces WHERE project = ? ORDER BY name, id", [project], Workspace.init(row:))
    }

    package func cluster(_ id: String, in project: String) async throws -> Cluster? {
        try await known("SELECT * FROM clusters WHERE id = ? AND project = ?", [id, project], Cluster.init(row:))
    }

    package func clusters() async throws -> [Cluster] {
        try await knownAll("SELECT * FROM clusters ORDER BY id", [], Cluster.init(row:))
    }

    package func publishedAPIs(on cluster: String) async throws -> [APIDefinition] {
        try await all(
            """
            SELECT definition FROM apis JOIN publications ON publications.api = apis.id
            WHERE publications.cluster = ? ORDER BY apis.id
            """,
            [cluster]
        ) { try APIDefinition(stored: $0["definition"]) }
    }

    package func app(_ id: String, in project: String) async throws -> App? {
        try await app(where: "id = ? AND project = ?", [id, project])
    }

    package func app(key: String) async throws -> App? {
        try await app(where: "key = ?", [key])
    }

    private func app(where condition: String, _ arguments: StatementArguments) async throws -> App? {
        try await first("SELECT * FROM apps WHERE \(condition)", arguments) { try App(row: $0, secrets: self.secrets) }
    }

    package func authorizedApps(api: String, on cluster: String) async throws -> [App] {
        try await all(
            """
            SELECT apps.* FROM apps JOIN authorizations ON authorizations.app = apps.id
            WHERE authorizations.api = ? AND authorizations.cluster = ? ORDER BY apps.id
            """,
            [api, cluster]
        ) { try App(row: $0, secrets: self.secrets) }
    }

    package func connection(_ id: String, in project: String) async throws -> Connection? {
        try await first("SELECT * FROM connections WHERE id = ? AND project = ?", [id, project], Connection.init(row:))
    }

    package func save(_ workspace: Workspace) async throws {
        try await replace(
            "workspaces", with: ["id": workspace.id, "project": workspace.project, "name": workspace.name])
    }

    package func save(_ cluster: Cluster) async throws {
        try await replace(
            "clusters",
            with: [
                "id": cluster.id, "project": cluster.project, "workspace": cluster.workspace, "name": cluster.name,
                "host": cluster.host, "port": cluster.port,
            ])
    }

    package func save(_ connection: Connection) async throws {
        try await replace(
            "connections",
            with: [
                "id": connection.id, "project": connection.project, "name": connection.name,
                "kind": connection.kind.rawValue, "location": connection.location,
            ])
    }

    package func save(_ app: App) async throws {
        try await replace(
            "apps",
            with: [
                "id": app.id, "project": app.project, "workspace": app.workspace, "name": app.name,
                "kind": app.kind.rawValue, "key": app.key,
                "secret": try secrets.seal(app.secret, for: App.place(of: app.id)),
            ])
    }

    package func save(_ api: APIDefinition) async throws {
        let definition = try JSONEncoder().encode(api)
        try await replace(
            "apis",
            with: [
                "id": api.id, "project": api.project, "workspace": api.workspace,
                "definition": String(decoding: definition, as: UTF8.self),
            ])
    }

    package func publish(api: String, on cluster: String) async throws {
        try await replace("publications", with: ["api": api, "cluster": cluster], key: "cluster, api")
    }

    package func authorize(app: String, for api: String, on cluster: String) async throws {
        try await replace(
            "authorizations", with: ["api": api, "cluster": cluster, "app": app], key: "cluster, api, app")
    }
}
