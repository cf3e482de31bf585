import Catalog
import DataService
import DocumentAudit
import Foundation
import GRDB
import Identity
import Logbook
import Retention
import Testing

@Suite final class CatalogTests {
    private let path = NSTemporaryDirectory() + "catalog-\(UUID().uuidString).sqlite"
    private let key = MasterKey.random()

    deinit {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    private func opened() throws -> Catalog {
        try Catalog(path: path, secrets: SecretBox(key))
    }

    private func furnished() async throws -> Catalog {
        let catalog = try opened()
        try await catalog.save(Domain(id: "d", name: "acme"))
        try await catalog.save(Project(id: "p", domain: "d", name: "cn-north-4"))
        try await catalog.save(Workspace(id: "w", project: "p", name: "default"))
        try await catalog.save(
            Cluster(id: "c", project: "p", workspace: "w", name: "main", host: "127.0.0.1", port: 8181))
        return catalog
    }

    private func api(_ id: String) -> APIDefinition {
        APIDefinition(
            id: id, project: "p", workspace: "w", name: "orders 订单", method: .post, path: "/o/{id}",
            authentication: .app,
            parameters: [.init(name: "id", position: .path, kind: .number, isRequired: true, exampleValue: "1")],
            query: .init(
                connection: "s",
                form: .configuration(
                    .init(
                        table: "orders", conditions: [.init(parameter: "id", column: "id", comparison: .equal)],
                        outputs: [.init(name: "编号", column: "id")],
                        orderings: [.init(column: "id", isDescending: true)])),
                paging: .custom))
    }

    private func app(_ id: String, key: String, secret: String = "s3cret") -> App {
        App(id: id, project: "p", workspace: "w", name: "app", kind: .signing, key: key, secret: secret)
    }

    @Test func `what was saved is there after opening again`() async throws {
        let user = User(
            id: "u", domain: "d", name: "张伟",
            password: try PasswordVerifier(
                password: "right", cost: .init(rounds: 2, blockSize: 8, parallelism: 1)),
            roles: [.administrator, Role("viewer")], isEnabled: false)
        let accessKey = AccessKey(id: "AK", secret: "sk/+=", user: "u")
        let source = DataService.Connection(
            id: "s", project: "p", name: "shop", kind: .sqlite, location: "/data/my shop.sqlite")
        do {
            let catalog = try await furnished()
            try await catalog.save(user)
            try await catalog.save(accessKey)
            try await catalog.save(source)
            try await catalog.save(api("a"))
            try await catalog.publish(api: "a", on: "c")
            try catalog.close()
        }
        let catalog = try opened()
        #expect(try await catalog.user("u") == user)
        #expect(try await catalog.user(named: "张伟", in: "d")?.password.accepts("right") == true)
        #expect(try await catalog.users(in: "d") == [user])
        #expect(try await catalog.accessKey("AK") == accessKey)
        #expect(try await catalog.connection("s", in: "p") == source)
        #expect(try await catalog.publishedAPIs(on: "c") == [api("a")])
        #expect(try await catalog.projects(in: "d").map(\.name) == ["cn-north-4"])
        #expect(try await catalog.clusters().map(\.port) == [8181])
    }

    @Test func `an object of another project is not there`() async throws {
        let catalog = try await furnished()
        try await catalog.save(app("x", key: "k"))
        #expect(try await catalog.workspace("w", in: "q") == nil)
        #expect(try await catalog.cluster("c", in: "q") == nil)
        #expect(try await catalog.app("x", in: "q") == nil)
        #expect(try await catalog.app("x", in: "p") != nil)
    }

    @Test func `names are compared as a whole`() async throws {
        let catalog = try await furnished()
        #expect(try await catalog.project(named: "cn-north", in: "d") == nil)
        #expect(try await catalog.project(named: "cn-north-4", in: "other") == nil)
        #expect(try await catalog.project(named: "cn-north-4", in: "d")?.id == "p")
    }

    @Test func `secrets are not in the file`() async throws {
        let catalog = try await furnished()
        try await catalog.save(app("x", key: "k", secret: "the-app-secret-in-plain"))
        try catalog.close()
        for suffix in ["", "-wal"] {
            let content = FileManager.default.contents(atPath: path + suffix) ?? Data()
            #expect(content.range(of: Data("the-app-secret-in-plain".utf8)) == nil)
        }
        #expect(try await opened().app(key: "k")?.secret == "the-app-secret-in-plain")
    }

    @Test func `another installation's key does not open the secrets`() async throws {
        let catalog = try await furnished()
        try await catalog.save(app("x", key: "k"))
        try catalog.close()
        let stranger = try Catalog(path: path, secrets: SecretBox(MasterKey.random()))
        await #expect(throws: IdentityError(.secretUnreadable, "")) {
            try await stranger.app(key: "k")
        }
    }

    @Test func `only authorized apps come back, and each once`() async throws {
        let catalog = try await furnished()
        try await catalog.save(app("x", key: "k1"))
        try await catalog.save(app("y", key: "k2"))
        try await catalog.save(api("a"))
        try await catalog.authorize(app: "x", for: "a", on: "c")
        try await catalog.authorize(app: "x", for: "a", on: "c")
        #expect(try await catalog.authorizedApps(api: "a", on: "c").map(\.id) == ["x"])
        #expect(try await catalog.authorizedApps(api: "a", on: "other").isEmpty)
    }

    @Test func `a key that is taken is a conflict`() async throws {
        let catalog = try await furnished()
        try await catalog.save(app("x", key: "k"))
        await #expect(throws: CatalogError(.conflict, "")) {
            try await catalog.save(self.app("y", key: "k"))
        }
        await #expect(throws: CatalogError(.conflict, "")) {
            try await catalog.publish(api: "nothing", on: "c")
        }
    }

    @Test func `an instance keeps its nodes in their order, and its policy`() async throws {
        let catalog = try await furnished()
        let nodes = ["n2", "n1"].map {
            DocumentNode(
                id: $0, name: "node \($0)", host: "127.0.0.1", port: 27_018, upstreamHost: "db", upstreamPort: 27_017)
        }
        let instance = DocumentInstance(
            id: "i", project: "p", domain: "d", name: "shop", mode: .replicaSet, created: Timestamp(microseconds: 5),
            nodes: nodes)
        try await catalog.save(instance)
        #expect(try await catalog.instance("i", in: "p") == instance)
        #expect(try await catalog.instance("i", in: "q") == nil)
        #expect(try await catalog.policy(of: "i") == .off)
        let policy = AuditPolicy(keepDays: 7, scope: "shop.orders", types: [.insert, .auth])
        try await catalog.save(policy, of: "i")
        #expect(try await catalog.policy(of: "i") == policy)
        #expect(try await catalog.settings(of: "i") == .standard)
        var settings = InstanceSettings(
            maskedFields: ["card.number", "数\"据"], slowMilliseconds: 7, hidesSlowLiterals: false,
            logTarget: .init(group: "g", stream: "s"))
        try await catalog.save(settings, of: "i")
        #expect(try await catalog.settings(of: "i") == settings)
        let stream = Logbook.Stream.audit(project: "p", instance: "i", node: "n")
        #expect(try await catalog.collectedPlace(of: "a", in: stream) == nil)
        for place in [CollectedPlace(position: "1", sequence: 1), CollectedPlace(position: "2", sequence: 9)] {
            try await catalog.save(place, of: "a", in: stream)
            #expect(try await catalog.collectedPlace(of: "a", in: stream) == place)
        }
        #expect(try await catalog.collectedPlace(of: "b", in: stream) == nil)
        settings.logTarget = nil
        try await catalog.save(settings, of: "i")
        #expect(try await catalog.settings(of: "i") == settings)
    }

    @Test func `the newest instance comes first`() async throws {
        let catalog = try await furnished()
        for (id, time) in [("old", 1), ("new", 3), ("middle", 2)] {
            try await catalog.save(
                DocumentInstance(
                    id: id, project: "p", domain: "d", name: id, mode: .single,
                    created: Timestamp(seconds: Int64(time)), nodes: []))
        }
        #expect(try await catalog.instances(in: "p").map(\.id) == ["new", "middle", "old"])
    }

    @Test func `a file of a newer version is refused`() async throws {
        let catalog = try await furnished()
        try catalog.close()
        let database = try DatabaseQueue(path: path)
        try await database.write { connection in
            try connection.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 something later')")
        }
        try database.close()
        #expect(throws: CatalogError(.newerVersion, "")) { try self.opened() }
    }

    @Test func `a folder that is not there is an error that names it`() throws {
        #expect(throws: CatalogError(.unavailable, "")) {
            try Catalog(path: "/nonexistent/folder/catalog.sqlite", secrets: SecretBox(self.key))
        }
    }

    @Test func `rules and legal holds are there after opening again`() async throws {
        let cluster = LogSource(kind: .access, project: "p", id: "c")
        let instance = LogSource(kind: .audit, project: "p", id: "c")
        var hold = LegalHold(
            id: "h", source: cluster, reason: "第七号案", user: "ann", time: Timestamp(microseconds: 1))
        let later = LegalHold(id: "i", source: instance, reason: "x", user: "bob", time: Timestamp(microseconds: 2))
        let rules = [
            RetentionRule(days: .limit(30), bytes: .unlimited), RetentionRule(days: .standard, bytes: .limit(.max)),
        ]
        do {
            let catalog = try await furnished()
            #expect(try await catalog.rule(of: cluster) == .standard)
            try await catalog.save(rules[1], of: cluster)
            try await catalog.save(rules[0], of: cluster)
            try await catalog.save(rules[1], of: instance)
            try await catalog.save(hold)
            try await catalog.save(later)
            hold.release = LegalHold.Release(by: "cid", at: Timestamp(microseconds: 3))
            try await catalog.save(hold)
            try catalog.close()
        }
        let catalog = try opened()
        #expect(try await catalog.rule(of: cluster) == rules[0])
        #expect(try await catalog.rule(of: instance) == rules[1])
        #expect(try await catalog.holds(in: "p") == [later, hold])
        #expect(try await catalog.hold("h", in: "p") == hold)
        #expect(try await catalog.hold("h", in: "other") == nil)
        #expect(try await catalog.activeHolds(on: instance) == [later])
        #expect(try await catalog.activeHolds(on: cluster) == [])
    }
}
