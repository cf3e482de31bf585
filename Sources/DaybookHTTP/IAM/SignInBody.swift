internal import Identity

/// The body of a request for a token.
struct SignInBody: Decodable {
    struct Auth: Decodable {
        var identity: IdentityBody
        var scope: ScopeBody?
    }

    struct IdentityBody: Decodable {
        var methods: [String]
        var password: PasswordBody?
        var token: TokenBody?
    }

    struct PasswordBody: Decodable {
        var user: UserBody
    }

    struct UserBody: Decodable {
        var id: String?
        var name: String?
        var domain: NameBody?
        var password: String
    }

    struct TokenBody: Decodable {
        var id: String
    }

    struct NameBody: Decodable {
        var id: String?
        var name: String?
    }

    struct ProjectBody: Decodable {
        var id: String?
        var name: String?
        var domain: NameBody?
    }

    struct ScopeBody: Decodable {
        var project: ProjectBody?
        var domain: NameBody?
    }

    var auth: Auth

    /// What is asked, in the words of identity.
    ///
    /// - Throws: `IdentityError` with `invalidTokenRequest` when something needed is missing or something contradicts.
    func tokenRequest() throws -> TokenRequest {
        TokenRequest(proof: try proof(), scope: try scope())
    }

    private static let invalid = IdentityError(.invalidTokenRequest, "the request for a token is incomplete")

    private func proof() throws -> TokenRequest.Proof {
        switch auth.identity.methods {
        case ["password"]:
            guard let user = auth.identity.password?.user else { throw Self.invalid }
            return .password(user: try Self.userName(user), password: user.password)
        case ["token"]:
            guard let token = auth.identity.token else { throw Self.invalid }
            return .token(token.id)
        default:
            throw Self.invalid
        }
    }

    private func scope() throws -> TokenRequest.Scope {
        guard let scope = auth.scope else { return .unstated }
        switch (scope.project, scope.domain) {
        case (nil, let domain?):
            return .domain(try Self.domainName(domain))
        case (let project?, nil):
            if let id = project.id {
                return .project(id: id)
            }
            guard let name = project.name else { throw Self.invalid }
            return .projectNamed(name, try project.domain.map(Self.domainName))
        case (nil, nil):
            return .unstated
        case (_?, _?):
            throw Self.invalid
        }
    }

    private static func userName(_ user: UserBody) throws -> TokenRequest.UserName {
        if let id = user.id {
            return .id(id)
        }
        guard let name = user.name, let domain = user.domain else { throw invalid }
        return .name(name, try domainName(domain))
    }

    private static func domainName(_ name: NameBody) throws -> TokenRequest.DomainName {
        if let id = name.id {
            return .id(id)
        }
        guard let name = name.name else { throw invalid }
        return .name(name)
    }
}
