/// What a token is asked for with, and for what.
package struct TokenRequest: Sendable {
    package enum Proof: Sendable {
        case password(user: UserName, password: String)
        /// A token that the user holds already; the new one ends when it does.
        case token(String)
    }

    /// A user by id, or by name and domain.
    package enum UserName: Sendable {
        case id(String)
        case name(String, DomainName)
    }

    package enum DomainName: Sendable {
        case id(String)
        case name(String)
    }

    package enum Scope: Sendable {
        case project(id: String)
        /// Without a domain, the user's own is meant.
        case projectNamed(String, DomainName?)
        case domain(DomainName)
        /// The user's own domain: some clients leave the scope out.
        case unstated
    }

    package var proof: Proof
    package var scope: Scope

    package init(proof: Proof, scope: Scope) {
        self.proof = proof
        self.scope = scope
    }
}
