/// Who sent a request.
package struct Caller: Hashable, Sendable {
    /// How the caller was recognized, and so which projects are open to them.
    package enum Proof: Hashable, Sendable {
        /// One project, or a domain's global services.
        case token(Token.Scope)
        /// All projects of the user's domain.
        case accessKey(String)
        /// Everything: the caller holds the master key of the data folder.
        case process
    }

    package var user: TokenUser
    package var roles: [Role]
    package var proof: Proof

    package init(user: TokenUser, roles: [Role], proof: Proof) {
        self.user = user
        self.roles = roles
        self.proof = proof
    }

    /// The domain that the caller acts in.
    package var domain: Domain {
        switch proof {
        case .token(let scope): scope.domain
        case .accessKey, .process: user.domain
        }
    }

    /// The project of the caller's token.
    package var project: Project? {
        switch proof {
        case .token(let scope): scope.project
        case .accessKey, .process: nil
        }
    }

    package var isAdministrator: Bool {
        roles.contains(.administrator)
    }

    /// Whether a project is the caller's.
    package func mayUse(_ project: Project) -> Bool {
        switch proof {
        case .token(let scope): scope.project?.id == project.id
        case .accessKey: user.domain.id == project.domain
        case .process: true
        }
    }
}
