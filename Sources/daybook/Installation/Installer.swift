import Catalog
import DataService
import DocumentAudit
import Evidence
import Foundation
import Identity
import Logbook

/// Makes an installation: keys, one domain with a user and a project, a workspace, a cluster, and an instance with a
/// node.
struct Installer {
    static let loopback = "127.0.0.1"

    let folder: DataFolder
    let withSample: Bool
    let region: String
    let control: Address
    let gateway: Address
    let node: Address
    let upstream: UpstreamAddresses
    var time = TimeSource.system

    private let domain = Domain(id: RandomText.identifier(), name: "daybook")
    private let password = RandomText.secret(20)

    init(
        folder: DataFolder, withSample: Bool, region: String, control: Address, gateway: Address, node: Address,
        upstream: UpstreamAddresses
    ) {
        self.folder = folder
        self.withSample = withSample
        self.region = region
        self.control = control
        self.gateway = gateway
        self.node = node
        self.upstream = upstream
    }

    /// Fills the folder. The settings are written last: without them the folder is no installation.
    func install() async throws -> InstallationSummary {
        try folder.create()
        do {
            return try await fill()
        } catch {
            try folder.discardContents()
            throw error
        }
    }

    private func fill() async throws -> InstallationSummary {
        let master = MasterKey.random()
        try folder.write(secret: Data(master.bytes), to: folder.masterKey)
        let checkpointKey = try folder.readOrMakeCheckpointKey()
        let catalog = try Catalog(path: folder.catalog, secrets: SecretBox(master))
        let project = Project(id: RandomText.identifier(), domain: domain.id, name: region)
        let accessKey = try await saveIdentity(project, in: catalog)
        let cluster = try await saveCluster(of: project, in: catalog)
        let instance = try await saveInstance(of: project, in: catalog)
        var summary = InstallationSummary(
            controlUrl: "http://\(control)", gatewayUrl: "http://\(gateway)", nodeUrl: "mongodb://\(node)",
            domain: domain.name, user: Self.userName, password: password, accessKey: accessKey.id,
            secretKey: accessKey.secret, projectId: project.id, projectName: project.name,
            workspace: cluster.workspace, clusterId: cluster.id, instanceId: instance.id,
            nodeId: instance.nodes[0].id, apis: [])
        let origin = LogOrigin.origin(ofProject: project.id)
        summary.checkpointKey = checkpointKey.verifier(name: origin).description
        if withSample {
            let sample = SampleInstaller(folder: folder, cluster: cluster, instance: instance)
            try await sample.install(in: catalog, completing: &summary)
        }
        try catalog.close()
        try write(summary)
        try write(settings)
        return summary
    }

    private static let userName = "admin"

    private func saveIdentity(_ project: Project, in catalog: Catalog) async throws -> AccessKey {
        try await catalog.save(domain)
        try await catalog.save(project)
        let user = User(
            id: RandomText.identifier(), domain: domain.id, name: Self.userName,
            password: try PasswordVerifier(password: password), roles: [.administrator])
        try await catalog.save(user)
        let accessKey = AccessKey(id: RandomText.accessKey(), secret: RandomText.secret(40), user: user.id)
        try await catalog.save(accessKey)
        return accessKey
    }

    private func saveCluster(of project: Project, in catalog: Catalog) async throws -> Cluster {
        let workspace = Workspace(id: RandomText.identifier(), project: project.id, name: "default")
        try await catalog.save(workspace)
        let cluster = Cluster(
            id: RandomText.identifier(), project: project.id, workspace: workspace.id, name: "main",
            host: gateway.host, port: gateway.port)
        try await catalog.save(cluster)
        return cluster
    }

    private func saveInstance(of project: Project, in catalog: Catalog) async throws -> DocumentInstance {
        let node = DocumentNode(
            id: RandomText.identifier() + "no02", name: "documents-node-1", host: node.host, port: node.port,
            upstreamHost: upstream.first.host, upstreamPort: upstream.first.port)
        let instance = DocumentInstance(
            id: RandomText.identifier() + "in02", project: project.id, domain: domain.id, name: "documents",
            mode: .single, created: time.now(), nodes: [node])
        try await catalog.save(instance)
        return instance
    }

    private func write(_ summary: InstallationSummary) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try folder.write(secret: encoder.encode(summary) + Data("\n".utf8), to: folder.credentials)
    }

    private func write(_ settings: String) throws {
        try Data(settings.utf8).write(to: URL(filePath: folder.settings), options: .atomic)
    }

    private var settings: String {
        """
        # Read once, when Daybook starts. Every key is described in docs/operating.md;
        # an environment variable such as DAYBOOK_CONTROL_PORT stands above a key.
        region: \(region)
        control:
          host: \(control.host)
          port: \(control.port)
        \(documentSettings)
        # log:
        #   segment-minutes: 60
        #   segment-megabytes: 20
        # gateway:
        #   call-seconds: 60
        # time-zone: "+0000"
        # log-level: info

        """
    }

    /// Several servers stand in the settings; one is part of the node's definition.
    private var documentSettings: String {
        upstream.all.count > 1
            ? "document:\n  upstream: \(upstream)"
            : "# document:\n#   upstream: mongodb://127.0.0.1:27017   # instead of the upstream that each node has"
    }
}
