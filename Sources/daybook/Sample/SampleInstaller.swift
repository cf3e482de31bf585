import Catalog
import DataService
import DocumentAudit
import Foundation

/// Puts the sample into a new installation: the shop, its APIs, an app, and auditing on.
struct SampleInstaller {
    let folder: DataFolder
    let cluster: Cluster
    let instance: DocumentInstance

    func install(in catalog: Catalog, completing summary: inout InstallationSummary) async throws {
        try SampleShop.write(to: folder.sampleDatabase)
        let connection = Connection(
            id: RandomText.identifier(), project: cluster.project, name: "sample_shop", kind: .sqlite,
            location: DataFolder.sampleDatabaseName)
        try await catalog.save(connection)
        let definitions = SampleDefinitions(
            project: cluster.project, workspace: cluster.workspace, connection: connection.id,
            identifier: RandomText.identifier)
        let open = definitions.ordersByStatus
        let forUsers = definitions.orderByID
        let forApp = definitions.ordersOfCustomer
        for api in [open, forUsers, forApp] {
            try await catalog.save(api)
            try await catalog.publish(api: api.id, on: cluster.id)
        }
        let app = newApp("sample_app", .signing)
        let users = newApp("project_users", .identity)
        try await authorize(app, for: forApp, in: catalog)
        try await authorize(users, for: forUsers, in: catalog)
        try await catalog.save(AuditPolicy(keepDays: 7, scope: "", types: []), of: instance.id)
        summary.appKey = app.key
        summary.appSecret = app.secret
        summary.apis = [open, forUsers, forApp].map(InstallationSummary.PublishedAPI.init)
        summary.sample = .init(
            connectionId: connection.id, connectionName: connection.name, database: SampleDefinitions.database,
            table: SampleDefinitions.table, keyColumn: SampleDefinitions.keyColumn)
    }

    private func authorize(_ app: App, for api: APIDefinition, in catalog: Catalog) async throws {
        try await catalog.save(app)
        try await catalog.authorize(app: app.id, for: api.id, on: cluster.id)
    }

    private func newApp(_ name: String, _ kind: App.Kind) -> App {
        App(
            id: RandomText.identifier(), project: cluster.project, workspace: cluster.workspace, name: name,
            kind: kind, key: RandomText.identifier(), secret: RandomText.identifier())
    }
}

extension InstallationSummary.PublishedAPI {
    init(_ api: APIDefinition) {
        let example = api.parameters.compactMap { parameter in
            parameter.exampleValue.map { (parameter.name, $0) }
        }
        self.init(
            id: api.id, name: api.name, method: api.method.rawValue, path: api.path,
            authType: api.authentication.rawValue, example: Dictionary(uniqueKeysWithValues: example))
    }
}
