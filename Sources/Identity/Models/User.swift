/// Somebody who signs in with a password or signs requests with access keys.
package struct User: Hashable, Sendable {
    package var id: String
    /// Id of the domain that the user belongs to.
    package var domain: String
    /// Unique within its domain.
    package var name: String
    package var password: PasswordVerifier
    package var roles: [Role]
    package var isEnabled: Bool

    package init(
        id: String, domain: String, name: String, password: PasswordVerifier, roles: [Role], isEnabled: Bool = true
    ) {
        self.id = id
        self.domain = domain
        self.name = name
        self.password = password
        self.roles = roles
        self.isEnabled = isEnabled
    }
}
