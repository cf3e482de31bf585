/// An account: owns projects and users.
package struct Domain: Hashable, Sendable, Codable {
    package var id: String
    /// Unique.
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
