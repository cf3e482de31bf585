package import Logbook

/// Says who may do what, and until when.
package struct Token: Hashable, Sendable {
    package var user: TokenUser
    package var scope: Scope
    /// How the user proved who they are, such as `password`.
    package var methods: [String]
    package var roles: [Role]
    package var issued: Timestamp
    package var expires: Timestamp

    /// What a token is good for.
    package enum Scope: Hashable, Sendable {
        /// Global services of an account.
        case domain(Domain)
        /// The services of one project; its domain owns it.
        case project(Project, Domain)

        package var domain: Domain {
            switch self {
            case .domain(let domain), .project(_, let domain): domain
            }
        }

        package var project: Project? {
            switch self {
            case .domain: nil
            case .project(let project, _): project
            }
        }
    }

    package init(
        user: TokenUser, scope: Scope, methods: [String], roles: [Role], issued: Timestamp, expires: Timestamp
    ) {
        self.user = user
        self.scope = scope
        self.methods = methods
        self.roles = roles
        self.issued = issued
        self.expires = expires
    }
}

/// The user of a token, with the domain that the user belongs to.
package struct TokenUser: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var domain: Domain

    package init(id: String, name: String, domain: Domain) {
        self.id = id
        self.name = name
        self.domain = domain
    }

    /// A process that holds the master key of the data folder, and needs no account of its own.
    package static let process = TokenUser(
        id: "daybook", name: "daybook", domain: Domain(id: "daybook", name: "daybook"))
}
