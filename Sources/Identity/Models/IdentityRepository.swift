/// Where domains, projects, users and access keys are kept.
package protocol IdentityRepository: Sendable {
    func domain(_ id: String) async throws -> Domain?
    func domain(named name: String) async throws -> Domain?

    func project(_ id: String) async throws -> Project?
    /// Compares the whole name: clients expect exactly one project for the name of a region.
    func project(named name: String, in domain: String) async throws -> Project?
    /// The projects of a domain by name.
    func projects(in domain: String) async throws -> [Project]

    func user(_ id: String) async throws -> User?
    func user(named name: String, in domain: String) async throws -> User?
    /// The users of a domain by name.
    func users(in domain: String) async throws -> [User]

    func accessKey(_ id: String) async throws -> AccessKey?

    // A save replaces what has the same id.

    func save(_ domain: Domain) async throws
    func save(_ project: Project) async throws
    func save(_ user: User) async throws
    func save(_ accessKey: AccessKey) async throws
}
