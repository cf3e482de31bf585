/// What a user may do, by name.
package struct Role: Hashable, Sendable, Codable {
    package var name: String

    package init(_ name: String) {
        self.name = name
    }

    /// May do everything in all projects of the domain.
    package static let administrator = Role("te_admin")
}
