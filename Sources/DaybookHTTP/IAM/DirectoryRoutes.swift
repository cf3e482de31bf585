internal import Hummingbird
internal import Identity

/// Projects, domains, users and services of the caller.
struct DirectoryRoutes {
    let repository: any IdentityRepository
    let region: String

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v3/projects", access: .caller, handle: listProjects),
            Endpoint(.get, "/v3/auth/projects", access: .caller, handle: listOwnProjects),
            Endpoint(.get, "/v3/auth/domains", access: .caller, handle: listDomains),
            Endpoint(.get, "/v3/auth/catalog", access: .caller, handle: showCatalog),
            Endpoint(.get, "/v3/users", access: .caller, handle: listUsers),
        ]
    }

    /// The vendor's clients look a region up here, and want exactly one project for its exact name.
    @Sendable private func listProjects(_ request: ControlRequest) async throws -> Response {
        let domain = request.requireCaller().domain
        let query = request.query
        var projects = try await repository.projects(in: domain.id).filter { project in
            Self.matches(query["name"], project.name) && Self.matches(query["domain_id"], project.domain)
                && Self.matches(query["parent_id"], project.domain) && Self.matches(query["enabled"], "true")
                && Self.matches(query["is_domain"], "false")
        }
        let refusal = ControlError(
            .parameterInvalid,
            "page from 1 and per_page from 1 to \(Limits.projectPageRange.upperBound) are given together")
        let page = try query.integer("page", in: 1...1_000_000, orElse: refusal)
        let pageCount = try query.integer("per_page", in: Limits.projectPageRange, orElse: refusal)
        switch (page, pageCount) {
        case (nil, nil): break
        case (let page?, let count?): projects = Array(projects.dropFirst((page - 1) * count).prefix(count))
        default: throw refusal
        }
        return .json(ProjectList(projects, at: "\(request.baseURL)/v3/projects", baseURL: request.baseURL))
    }

    @Sendable private func listOwnProjects(_ request: ControlRequest) async throws -> Response {
        let projects = try await repository.projects(in: request.requireCaller().user.domain.id)
        return .json(ProjectList(projects, at: "\(request.baseURL)/v3/auth/projects", baseURL: request.baseURL))
    }

    @Sendable private func listDomains(_ request: ControlRequest) async throws -> Response {
        let domain = request.requireCaller().user.domain
        let links = ListLinks(own: "\(request.baseURL)/v3/auth/domains")
        let body = DomainBody(domain, baseURL: request.baseURL)
        return .json(DomainList(domains: [body], links: links))
    }

    @Sendable private func showCatalog(_ request: ControlRequest) async throws -> Response {
        let project = request.requireCaller().project
        let catalog = ServiceCatalog(baseURL: request.baseURL, region: region, project: project)
        return .json(
            CatalogAnswer(catalog: catalog, links: ListLinks(own: "\(request.baseURL)/v3/auth/catalog")))
    }

    @Sendable private func listUsers(_ request: ControlRequest) async throws -> Response {
        let query = request.query
        let users = try await repository.users(in: request.requireCaller().domain.id).filter { user in
            Self.matches(query["name"], user.name) && Self.matches(query["domain_id"], user.domain)
                && Self.matches(query["enabled"], user.isEnabled ? "true" : "false")
        }
        let bodies = users.map { UserEntry($0, baseURL: request.baseURL) }
        return .json(UserList(links: ListLinks(own: "\(request.baseURL)/v3/users"), users: bodies))
    }

    /// A filter that was not given lets everything through; a given one compares the whole value.
    private static func matches(_ filter: String?, _ value: String) -> Bool {
        filter == nil || filter == value
    }
}
