internal import FoundationEssentials
internal import GRDB
package import Identity

extension Catalog: IdentityRepository {
    package func domain(_ id: String) async throws -> Domain? {
        try await known("SELECT * FROM domains WHERE id = ?", [id], Domain.init(row:))
    }

    package func domain(named name: String) async throws -> Domain? {
        try await first("SELECT * FROM domains WHERE name = ?", [name], Domain.init(row:))
    }

    package func project(_ id: String) async throws -> Project? {
        try await known("SELECT * FROM projects WHERE id = ?", [id], Project.init(row:))
    }

    package func project(named name: String, in domain: String) async throws -> Project? {
        try await first("SELECT * FROM projects WHERE name = ? AND domain = ?", [name, domain], Project.init(row:))
    }

    package func projects(in domain: String) async throws -> [Project] {
        try await all("SELECT * FROM projects WHERE domain = ? ORDER BY name", [domain], Project.init(row:))
    }

    package func user(_ id: String) async throws -> User? {
        try await known("SELECT * FROM users WHERE id = ?", [id], User.init(row:))
    }

    package func user(named name: String, in domain: String) async throws -> User? {
        try await first("SELECT * FROM users WHERE name = ? AND domain = ?", [name, domain], User.init(row:))
    }

    package func users(in domain: String) async throws -> [User] {
        try await all("SELECT * FROM users WHERE domain = ? ORDER BY name", [domain], User.init(row:))
    }

    package func accessKey(_ id: String) async throws -> AccessKey? {
        try await first("SELECT * FROM access_keys WHERE id = ?", [id]) {
            try AccessKey(row: $0, secrets: self.secrets)
        }
    }

    package func save(_ domain: Domain) async throws {
        try await replace("domains", with: ["id": domain.id, "name": domain.name])
    }

    package func save(_ project: Project) async throws {
        try await replace(
            "projects", with: ["id": project.id, "domain": project.domain, "name": project.name])
    }

    package func save(_ user: User) async throws {
        let verifier = String(decoding: try JSONEncoder().encode(user.password), as: UTF8.self)
        try await replace(
            "users",
            with: [
                "id": user.id, "domain": user.domain, "name": user.name, "password": verifier,
                "roles": user.roles.map(\.name).joined(separator: ","), "is_enabled": user.isEnabled,
            ])
    }

    package func save(_ accessKey: AccessKey) async throws {
        try await replace(
            "access_keys",
            with: [
                "id": accessKey.id, "user": accessKey.user,
                "secret": try secrets.seal(accessKey.secret, for: AccessKey.place(of: accessKey.id)),
            ])
    }
}
