internal import Identity

/// Links of a list; there is only one page of links, so that neighbours are always `null`.
struct ListLinks: Encodable {
    var own: String

    private enum CodingKeys: String, CodingKey {
        case own = "self"
        case next, previous
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(own, forKey: .own)
        try container.encodeNil(forKey: .next)
        try container.encodeNil(forKey: .previous)
    }
}

struct SelfLink: Encodable {
    var own: String

    private enum CodingKeys: String, CodingKey {
        case own = "self"
    }
}

struct ProjectList: Encodable {
    var links: ListLinks
    var projects: [ProjectEntry]

    init(_ projects: [Project], at url: String, baseURL: String) {
        links = ListLinks(own: url)
        self.projects = projects.map { ProjectEntry($0, baseURL: baseURL) }
    }
}

struct ProjectEntry: Encodable {
    var id: String
    var name: String
    var domain: String
    /// Projects are not nested: the parent of each is its domain.
    var parent: String
    var isEnabled = true
    var isDomain = false
    var description = ""
    var links: SelfLink

    enum CodingKeys: String, CodingKey {
        case id, name, description, links
        case domain = "domain_id"
        case parent = "parent_id"
        case isEnabled = "enabled"
        case isDomain = "is_domain"
    }

    init(_ project: Project, baseURL: String) {
        id = project.id
        name = project.name
        domain = project.domain
        parent = project.domain
        links = SelfLink(own: "\(baseURL)/v3/projects/\(project.id)")
    }
}

struct DomainList: Encodable {
    var domains: [DomainBody]
    var links: ListLinks
}

struct DomainBody: Encodable {
    var id: String
    var name: String
    var isEnabled = true
    var description = ""
    var links: SelfLink

    enum CodingKeys: String, CodingKey {
        case id, name, description, links
        case isEnabled = "enabled"
    }

    init(_ domain: Domain, baseURL: String) {
        id = domain.id
        name = domain.name
        links = SelfLink(own: "\(baseURL)/v3/domains/\(domain.id)")
    }
}

struct UserList: Encodable {
    var links: ListLinks
    var users: [UserEntry]
}

struct UserEntry: Encodable {
    var id: String
    var name: String
    var domain: String
    var isEnabled: Bool
    /// Empty: passwords do not expire.
    var passwordExpires = ""
    var links: SelfLink

    enum CodingKeys: String, CodingKey {
        case id, name, links
        case domain = "domain_id"
        case isEnabled = "enabled"
        case passwordExpires = "password_expires_at"
    }

    init(_ user: User, baseURL: String) {
        id = user.id
        name = user.name
        domain = user.domain
        isEnabled = user.isEnabled
        links = SelfLink(own: "\(baseURL)/v3/users/\(user.id)")
    }
}

struct CatalogAnswer: Encodable {
    var catalog: ServiceCatalog
    var links: ListLinks
}
