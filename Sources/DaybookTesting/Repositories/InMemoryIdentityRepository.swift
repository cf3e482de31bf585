package import Identity
internal import Synchronization

/// Domains, projects, users and access keys that are gone when the test is over.
package final class InMemoryIdentityRepository: IdentityRepository {
    private struct State {
        var domains: [String: Domain] = [:]
        var projects: [String: Project] = [:]
        var users: [String: User] = [:]
        var accessKeys: [String: AccessKey] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func domain(_ id: String) async throws -> Domain? {
        state.withLock { $0.domains[id] }
    }

    package func domain(named name: String) async throws -> Domain? {
        state.withLock { $0.domains.values.first { $0.name == name } }
    }

    package func project(_ id: String) async throws -> Project? {
        state.withLock { $0.projects[id] }
    }

    package func project(named name: String, in domain: String) async throws -> Project? {
        state.withLock { $0.projects.values.first { $0.name == name && $0.domain == domain } }
    }

    package func projects(in domain: String) async throws -> [Project] {
        state.withLock { $0.projects.values.filter { $0.domain == domain }.sorted { $0.name < $1.name } }
    }

    package func user(_ id: String) async throws -> User? {
        state.withLock { $0.users[id] }
    }

    package func user(named name: String, in domain: String) async throws -> User? {
        state.withLock { $0.users.values.first { $0.name == name && $0.domain == domain } }
    }

    package func users(in domain: String) async throws -> [User] {
        state.withLock { $0.users.values.filter { $0.domain == domain }.sorted { $0.name < $1.name } }
    }

    package func accessKey(_ id: String) async throws -> AccessKey? {
        state.withLock { $0.accessKeys[id] }
    }

    package func save(_ domain: Domain) async throws {
        state.withLock { $0.domains[domain.id] = domain }
    }

    package func save(_ project: Project) async throws {
        state.withLock { $0.projects[project.id] = project }
    }

    package func save(_ user: User) async throws {
        state.withLock { $0.users[user.id] = user }
    }

    package func save(_ accessKey: AccessKey) async throws {
        state.withLock { $0.accessKeys[accessKey.id] = accessKey }
    }
}
