internal import Identity

/// A token as the identity API shows it.
struct TokenBody: Encodable {
    struct Named: Encodable {
        var id: String
        var name: String

        init(_ domain: Domain) {
            id = domain.id
            name = domain.name
        }

        init(role: Role) {
            // The published examples number no role.
            id = "0"
            name = role.name
        }
    }

    struct ProjectBody: Encodable {
        var id: String
        var name: String
        var domain: Named
    }

    struct UserBody: Encodable {
        var id: String
        var name: String
        var domain: Named
        /// Empty: passwords do not expire.
        var passwordExpires = ""

        enum CodingKeys: String, CodingKey {
            case id, name, domain
            case passwordExpires = "password_expires_at"
        }
    }

    struct Content: Encodable {
        var methods: [String]
        var issued: String
        var expires: String
        var user: UserBody
        var project: ProjectBody?
        var domain: Named?
        var roles: [Named]
        var catalog: ServiceCatalog?

        enum CodingKeys: String, CodingKey {
            case methods, user, project, domain, roles, catalog
            case issued = "issued_at"
            case expires = "expires_at"
        }
    }

    var token: Content

    /// - Parameter catalog: `nil` leaves it out.
    init(_ token: Token, catalog: ServiceCatalog?) {
        var content = Content(
            methods: token.methods, issued: TokenTime.print(token.issued), expires: TokenTime.print(token.expires),
            user: UserBody(id: token.user.id, name: token.user.name, domain: Named(token.user.domain)),
            roles: token.roles.map(Named.init(role:)), catalog: catalog)
        switch token.scope {
        case .domain(let domain):
            content.domain = Named(domain)
        case .project(let project, let domain):
            content.project = ProjectBody(id: project.id, name: project.name, domain: Named(domain))
        }
        self.token = content
    }
}
