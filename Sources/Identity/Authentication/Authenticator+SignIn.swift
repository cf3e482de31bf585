internal import Logbook

/// A token and the text under which it travels.
package struct IssuedToken: Sendable {
    package let token: Token
    package let text: String
}

extension Authenticator {
    private static let wrongPassword = IdentityError(.passwordWrong, "the username or password is wrong")

    /// Gives a user a token.
    ///
    /// - Throws: `IdentityError` with `passwordWrong`, `userLocked`, `overloaded`, `scopeDenied`, `tokenInvalid` or
    ///   `tokenExpired`.
    package func signIn(_ request: TokenRequest) async throws -> IssuedToken {
        let now = time.now()
        let user: User
        var methods: [String]
        var expires = now.advanced(by: Limits.tokenLifetime)
        switch request.proof {
        case .password(let name, let password):
            user = try await self.user(name, password: password)
            methods = ["password"]
        case .token(let text):
            let old = try await token(text)
            guard let found = try await repository.user(old.user.id) else {
                throw IdentityError(.tokenInvalid, "decrypt token fail")
            }
            user = found
            methods = old.methods.contains("token") ? old.methods : old.methods + ["token"]
            expires = old.expires
        }
        let (home, scope) = try await self.scope(request.scope, for: user)
        let token = Token(
            user: TokenUser(id: user.id, name: user.name, domain: home), scope: scope, methods: methods,
            roles: user.roles, issued: now, expires: expires)
        return IssuedToken(token: token, text: try issuer.seal(token))
    }

    /// The user who has this password. An unknown user costs the time of a wrong password.
    private func user(_ name: TokenRequest.UserName, password: String) async throws -> User {
        guard let user = try await find(name), user.isEnabled else {
            _ = try await passwords.accepts(password, by: PasswordVerifier(cost: passwordCost))
            throw Self.wrongPassword
        }
        try checkLock(of: user)
        guard try await passwords.accepts(password, by: user.password) else {
            userLock.noteFailure(of: user.id)
            throw Self.wrongPassword
        }
        // Guesses that were on their way together count all the same.
        try checkLock(of: user)
        userLock.noteSuccess(of: user.id)
        return user
    }

    private func checkLock(of user: User) throws {
        if userLock.isLocked(user.id) {
            throw IdentityError(.userLocked, "the user is locked after too many failures, try again in 5 minutes")
        }
    }

    private func find(_ name: TokenRequest.UserName) async throws -> User? {
        switch name {
        case .id(let id):
            return try await repository.user(id)
        case .name(let name, let domain):
            guard let domain = try await find(domain) else { return nil }
            return try await repository.user(named: name, in: domain.id)
        }
    }

    private func find(_ domain: TokenRequest.DomainName) async throws -> Domain? {
        switch domain {
        case .id(let id): try await repository.domain(id)
        case .name(let name): try await repository.domain(named: name)
        }
    }

    /// The user's own domain, and the scope that was asked for if it lies in it.
    private func scope(_ asked: TokenRequest.Scope, for user: User) async throws -> (Domain, Token.Scope) {
        let denied = IdentityError(.scopeDenied, "the scope is not there or not the user's")
        guard let home = try await repository.domain(user.domain) else { throw denied }
        let project: Project?
        switch asked {
        case .unstated:
            return (home, .domain(home))
        case .domain(let name):
            guard let domain = try await find(name), domain.id == home.id else { throw denied }
            return (home, .domain(home))
        case .project(let id):
            project = try await repository.project(id)
        case .projectNamed(let name, let domain):
            if let domain {
                guard try await find(domain)?.id == home.id else { throw denied }
            }
            project = try await repository.project(named: name, in: home.id)
        }
        guard let project, project.domain == home.id else { throw denied }
        return (home, .project(project, home))
    }
}
