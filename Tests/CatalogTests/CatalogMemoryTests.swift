import Catalog
import DataService
import Foundation
import GRDB
import Identity
import Testing

/// What is known of the catalog is what it holds, whoever changes it.
@Suite final class CatalogMemoryTests {
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

    private func user(isEnabled: Bool) throws -> User {
        User(
            id: "u", domain: "d", name: "ann",
            password: try PasswordVerifier(password: "right", cost: .init(rounds: 2, blockSize: 8, parallelism: 1)),
            roles: [.administrator], isEnabled: isEnabled)
    }

    @Test func `a change is seen by the very next question, also one of another process`() async throws {
        let catalog = try opened()
        // As another process has it: connections of its own.
        let other = try opened()
        try await catalog.save(Domain(id: "d", name: "acme"))
        for round in 0..<20 {
            let isEnabled = round % 2 == 0
            let writer = round % 4 < 2 ? catalog : other
            try await writer.save(try user(isEnabled: isEnabled))
            try await writer.save(Project(id: "p", domain: "d", name: "name \(round)"))
            try await writer.save(Workspace(id: "w", project: "p", name: "default"))
            try await writer.save(
                Cluster(
                    id: "c\(round)", project: "p", workspace: "w", name: "c", host: "127.0.0.1", port: 9_000 + round))
            for reader in [catalog, other, catalog] {
                #expect(try await reader.user("u")?.isEnabled == isEnabled, "round \(round)")
                #expect(try await reader.project("p")?.name == "name \(round)", "round \(round)")
                #expect(try await reader.clusters().count == round + 1, "round \(round)")
                #expect(try await reader.cluster("c\(round)", in: "p")?.port == 9_000 + round, "round \(round)")
                #expect(try await reader.cluster("c\(round)", in: "q") == nil)
            }
        }
        try other.close()
        try catalog.close()
    }

    @Test func `what is deleted is gone at once`() async throws {
        let catalog = try opened()
        try await catalog.save(Domain(id: "d", name: "acme"))
        try await catalog.save(try user(isEnabled: true))
        #expect(try await catalog.user("u") != nil)
        #expect(try await catalog.user("nobody") == nil)
        let stranger = try DatabaseQueue(path: path)
        try await stranger.write { try $0.execute(sql: "DELETE FROM users") }
        #expect(try await catalog.user("u") == nil)
        try stranger.close()
        try catalog.close()
    }

    @Test func `many readers see no answer that is older than what they wrote`() async throws {
        let catalog = try opened()
        try await catalog.save(Domain(id: "d", name: "acme"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<6 {
                group.addTask {
                    for round in 0..<40 {
                        let project = Project(id: "p\(lane)", domain: "d", name: "lane \(lane) round \(round)")
                        try await catalog.save(project)
                        #expect(try await catalog.project(project.id)?.name == project.name)
                        #expect(try await catalog.project(project.id)?.name == project.name)
                    }
                }
            }
            try await group.waitForAll()
        }
        try catalog.close()
    }
}
