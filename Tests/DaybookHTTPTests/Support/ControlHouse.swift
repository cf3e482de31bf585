import DataService
import DaybookHTTP
import DaybookTesting
import DocumentAudit
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logbook
import Logging
import NIOCore
import Retention
import Synchronization

/// A control plane over fakes: domain `north` with two projects, `south` with one, and a clock that stands still
/// at 2024-01-02T03:04:05Z.
struct ControlHouse {
    static let project = "0833a5737480d53b2f250010d01a7b88"
    static let cluster = "4f9366ce3e87860934c36d0ac027ad6a"
    static let instance = "65d3fe0c50984b35bc1a36e9b7c7de98in02"
    static let node = "10190012aae94b38a10269b8ad025fc1no02"
    static let otherNode = "20190012aae94b38a10269b8ad025fc1no02"
    static let clusterStream = Logbook.Stream.access(project: project, cluster: cluster)
    static let nodeStream = Logbook.Stream.audit(project: project, instance: instance, node: node)
    static let otherNodeStream = Logbook.Stream.audit(project: project, instance: instance, node: otherNode)

    let clock = TestClock(Timestamp(seconds: 1_704_164_645))
    let identity = InMemoryIdentityRepository()
    let dataService = InMemoryDataServiceRepository()
    let documentAudit = InMemoryDocumentAuditRepository()
    let store: FaultyLogStore
    let master = MasterKey.random()
    let issuer: TokenIssuer
    let retention: RetentionService
    let policies = PolicyChanges()
    private(set) var plane: ControlPlane

    /// What the control plane told of policies.
    final class PolicyChanges: Sendable {
        private let changes = Mutex<[AuditPolicy]>([])

        var all: [AuditPolicy] { changes.withLock { $0 } }

        func note(_ policy: AuditPolicy) {
            changes.withLock { $0.append(policy) }
        }
    }

    /// - Parameter evidence: a store with project logs, for what is asked of those alone.
    init(
        zone: UTCOffset = .zero, publicURL: String? = nil, isHealthy: Bool = true,
        hasCurrentCertificates: Bool = true, areFilesFollowed: Bool = true, evidence: (any EvidenceSource)? = nil
    ) async throws {
        store = FaultyLogStore(time: clock.timeSource)
        issuer = TokenIssuer(master, time: clock.timeSource)
        retention = RetentionService(
            repository: InMemoryRetentionRepository(), dataService: dataService, documentAudit: documentAudit,
            store: store, defaults: RetentionDefaults(), time: clock.timeSource,
            makeID: { "hold-\(UInt32.random(in: 0 ... .max))" })
        plane = Self.plane(
            over: (identity, dataService, documentAudit, store), issuer: issuer, retention: retention, master: master,
            clock: clock, policies: policies,
            settings: ControlPlaneSettings(
                address: .hostname("127.0.0.1", port: 0), publicURL: publicURL, region: "cn-north-4",
                timeZoneOffset: zone),
            isHealthy: isHealthy, hasCurrentCertificates: hasCurrentCertificates, areFilesFollowed: areFilesFollowed,
            evidence: evidence)
        try await fillIdentity()
        try await fillDefinitions()
    }

    private static func plane(
        over parts: (
            InMemoryIdentityRepository, InMemoryDataServiceRepository, InMemoryDocumentAuditRepository, FaultyLogStore
        ), issuer: TokenIssuer, retention: RetentionService, master: MasterKey, clock: TestClock,
        policies: PolicyChanges, settings: ControlPlaneSettings, isHealthy: Bool,
        hasCurrentCertificates: Bool = true, areFilesFollowed: Bool = true, evidence: (any EvidenceSource)? = nil
    ) -> ControlPlane {
        let (identity, dataService, documentAudit, store) = parts
        return ControlPlane(
            settings: settings, identity: identity,
            authenticator: Authenticator(
                repository: identity, issuer: issuer, time: clock.timeSource,
                passwordCost: .init(rounds: 16, blockSize: 8, parallelism: 1)),
            dataService: dataService, documentAudit: documentAudit, store: store, evidence: evidence,
            retention: retention, master: master, time: clock.timeSource,
            hooks: ControlPlaneHooks(
                policyChanged: { _, policy in policies.note(policy) }, isHealthy: { isHealthy },
                hasCurrentCertificates: { hasCurrentCertificates }, areFilesFollowed: { areFilesFollowed }))
    }

    /// The same house after its server was started anew: what only memory knew is gone.
    func restarted() -> ControlHouse {
        var house = self
        house.plane = Self.plane(
            over: (identity, dataService, documentAudit, store), issuer: issuer, retention: retention, master: master,
            clock: clock, policies: policies,
            settings: ControlPlaneSettings(address: .hostname("127.0.0.1", port: 0), region: "cn-north-4"),
            isHealthy: true)
        return house
    }

    private func fillIdentity() async throws {
        try await identity.save(Domain(id: "north-domain", name: "north"))
        try await identity.save(Domain(id: "south-domain", name: "south"))
        try await identity.save(Project(id: Self.project, domain: "north-domain", name: "cn-north-4"))
        try await identity.save(Project(id: "other-project", domain: "north-domain", name: "cn-north-41"))
        try await identity.save(Project(id: "south-project", domain: "south-domain", name: "cn-south-1"))
        let cost = PasswordVerifier.Cost(rounds: 16, blockSize: 8, parallelism: 1)
        for (name, domain, roles) in [
            ("ann", "north", [Role.administrator]), ("bob", "north", []), ("cid", "south", [.administrator]),
        ] {
            let password = try PasswordVerifier(password: "\(name) password", cost: cost)
            try await identity.save(
                User(id: "\(name)-id", domain: "\(domain)-domain", name: name, password: password, roles: roles))
            try await identity.save(AccessKey(id: "\(name)-key", secret: "\(name) secret", user: "\(name)-id"))
        }
    }

    private func fillDefinitions() async throws {
        let project = Self.project
        try await dataService.save(Workspace(id: "ws-1", project: project, name: "first"))
        try await dataService.save(Workspace(id: "ws-2", project: project, name: "second"))
        try await dataService.save(Workspace(id: "ws-south", project: "south-project", name: "south"))
        try await dataService.save(
            Cluster(
                id: Self.cluster, project: project, workspace: "ws-1", name: "sample", host: "127.0.0.1", port: 8080))
        let nodes = [Self.node, Self.otherNode].map {
            DocumentNode(
                id: $0, name: "node", host: "127.0.0.1", port: 8635, upstreamHost: "127.0.0.1", upstreamPort: 27_017)
        }
        try await documentAudit.save(
            DocumentInstance(
                id: Self.instance, project: project, domain: "north-domain", name: "shop", mode: .replicaSet,
                created: Timestamp(seconds: 1_547_708_752), nodes: nodes))
    }
}

/// How a request proves who sent it.
enum Proof: Sendable {
    case nobody
    /// A token of this user for the project `cn-north-4`.
    case token(String)
    case signature(String)
    /// These header fields.
    case raw([(String, String)])
}

struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) }
    }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}

extension ControlHouse {
    /// Sends one request through the router, without a socket.
    func ask(
        _ method: HTTPRequest.Method, _ uri: String, as proof: Proof = .token("ann"),
        headers: [(String, String)] = [], body: String = ""
    ) async throws -> Answer {
        try await Application(router: plane.router(), logger: .silent).test(.router) { client in
            try await send(method, uri, as: proof, headers: headers, body: body, through: client)
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, as proof: Proof, headers: [(String, String)] = [],
        body: String = "", through client: any TestClientProtocol
    ) async throws -> Answer {
        let all = try headers + proofHeaders(method, uri, proof, headers, body)
        var fields = HTTPFields()
        for (name, value) in all {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return try await client.execute(
            uri: uri, method: method, headers: fields, body: body.isEmpty ? nil : ByteBuffer(string: body)
        ) { response in
            Answer(
                status: response.status.code, headers: response.headers,
                bytes: Array(response.body.readableBytesView))
        }
    }

    /// A token of a user, as signing in gives it.
    func token(of user: String, project: Project? = nil, expires: Duration = .seconds(3_600)) throws -> String {
        let home = Domain(id: user == "cid" ? "south-domain" : "north-domain", name: user == "cid" ? "south" : "north")
        return try issuer.seal(
            Token(
                user: TokenUser(id: "\(user)-id", name: user, domain: home),
                scope: project.map { .project($0, home) } ?? .domain(home), methods: ["password"],
                roles: user == "bob" ? [] : [.administrator], issued: clock.now,
                expires: clock.now.advanced(by: expires)))
    }

    var northProject: Project {
        Project(id: Self.project, domain: "north-domain", name: "cn-north-4")
    }

    private func proofHeaders(
        _ method: HTTPRequest.Method, _ uri: String, _ proof: Proof, _ headers: [(String, String)], _ body: String
    ) throws -> [(String, String)] {
        switch proof {
        case .nobody: return []
        case .raw(let fields): return fields
        case .token(let user): return [("X-Auth-Token", try token(of: user, project: northProject))]
        case .signature(let user):
            let parts = uri.split(separator: "?", maxSplits: 1)
            var request = SignableRequest(
                method: method.rawValue, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
                headers: [.init("Host", "localhost")] + headers.map { .init($0.0, $0.1) }, body: Array(body.utf8))
            RequestSigner(accessKey: "\(user)-key", secret: "\(user) secret").sign(&request, at: clock.now)
            return request.headers.suffix(2).map { ($0.name, $0.value) }
        }
    }
}

extension Logger {
    /// Says nothing: refusals are what these tests are about.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
