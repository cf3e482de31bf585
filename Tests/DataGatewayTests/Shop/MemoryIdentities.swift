import Identity

/// One enabled user, whoever is asked for.
struct MemoryIdentities: IdentityRepository {
    let user: User

    func domain(_ id: String) async throws -> Domain? { nil }
    func domain(named name: String) async throws -> Domain? { nil }
    func project(_ id: String) async throws -> Project? { nil }
    func project(named name: String, in domain: String) async throws -> Project? { nil }
    func projects(in domain: String) async throws -> [Project] { [] }
    func user(_ id: String) async throws -> User? { id == user.id ? user : nil }
    func user(named name: String, in domain: String) async throws -> User? { nil }
    func users(in domain: String) async throws -> [User] { [] }
    func accessKey(_ id: String) async throws -> AccessKey? { nil }
    func save(_ domain: Domain) async throws {}
    func save(_ project: Project) async throws {}
    func save(_ user: User) async throws {}
    func save(_ accessKey: AccessKey) async throws {}
}
