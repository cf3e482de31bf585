import DataGateway
import DataService
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logbook
import Logging
import SQLSource

/// A cluster over a small shop database, with an API of every kind.
final class Shop: Sendable {
    static let project = "0833a5737480d53b2f250010d01a7b88"
    static let key = "0123456789abcdef0123456789abcdef"
    static let secret = "fedcba9876543210fedcba9876543210"

    let folder: String
    let definitions: MemoryDefinitions
    let log = MemoryLog()
    let sources: SourceRegistry
    let gateway: ClusterGateway
    let issuer: TokenIssuer
    let user: User

    init(
        limits: GatewayLimits = GatewayLimits(), connectionCount: Int = 2, waitingCount: Int = 100,
        sources given: SourceRegistry? = nil
    ) throws {
        folder = NSTemporaryDirectory() + "daybook-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try DatabaseQueue(path: folder + "/shop.sqlite")
        try database.write { try $0.execute(sql: Self.tables) }
        try database.close()
        definitions = MemoryDefinitions(ShopDefinitions.state(database: folder + "/shop.sqlite"))
        sources =
            given
            ?? SourceRegistry { connection in
                SQLiteSource(
                    path: connection.location, connectionCount: connectionCount, waitingRunCountMaximum: waitingCount)
            }
        issuer = try TokenIssuer(MasterKey(bytes: Array(repeating: 7, count: 32)), time: .system)
        user = User(
            id: "u1", domain: "d1", name: "ann",
            password: try PasswordVerifier(password: "x", cost: .init(rounds: 2, blockSize: 1, parallelism: 1)),
            roles: [],
            isEnabled: true)
        gateway = ClusterGateway(
            cluster: Cluster(
                id: "c1", project: Self.project, workspace: "cluster workspace", name: "c", host: "127.0.0.1", port: 0),
            repository: definitions, sources: sources,
            authenticator: Authenticator(
                repository: MemoryIdentities(user: user), issuer: issuer, time: .system),
            log: log, requestIDs: RequestIDGenerator(node: 5, time: .system), time: .system,
            logger: Logger(label: "shop", factory: { _ in SwiftLogNoOpLogHandler() }), limits: limits)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes calls without a socket.
    func open<Value>(_ body: @Sendable (Caller) async throws -> Value) async throws -> Value {
        try await gateway.application(host: "127.0.0.1", port: 0).test(.router) { client in
            try await body(Caller(client: client, log: self.log))
        }
    }

    func token(project: String = Shop.project, lifetime: Duration = .seconds(3_600)) throws -> String {
        let domain = Domain(id: "d1", name: "d")
        let now = TimeSource.system.now()
        return try issuer.seal(
            Token(
                user: TokenUser(id: user.id, name: user.name, domain: domain),
                scope: .project(Project(id: project, domain: "d1", name: "r"), domain), methods: ["password"],
                roles: [],
                issued: now, expires: now.advanced(by: lifetime)))
    }

    /// Headers with the signature of a call; clients send it in both headers alike or in one.
    static func signed(
        _ method: String, _ path: String, query: String = "", body: String = "", headers: [String: String] = [:],
        key: String = key, secret: String = secret, at time: Timestamp = TimeSource.system.now(),
        header: String = "X-Authorization"
    ) -> HTTPFields {
        var request = SignableRequest(
            method: method, path: path, query: query,
            headers: [.init("host", "localhost")] + headers.map { .init($0.key, $0.value) }, body: Array(body.utf8))
        RequestSigner(accessKey: key, secret: secret).sign(&request, at: time, header: header)
        var fields = HTTPFields()
        for item in request.headers.dropFirst() {
            if let name = HTTPField.Name(item.name) { fields.append(HTTPField(name: name, value: item.value)) }
        }
        return fields
    }

    private static let tables = """
        CREATE TABLE orders (id INTEGER PRIMARY KEY, city TEXT, amount REAL, note BLOB);
        INSERT INTO orders VALUES
            (1, '上海', 10.5, x'00ff'), (2, 'O''Fallon', 1e999, NULL), (3, '100%_!', 0.1, ''), (4, '🌊', -0.0, 'x');
        """
}
