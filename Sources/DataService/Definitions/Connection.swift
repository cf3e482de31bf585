/// A database of the user's that APIs read from.
package struct Connection: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case sqlite
    }

    package var id: String
    package var project: String
    package var name: String
    package var kind: Kind
    /// How the connector reaches the database: the file's path for SQLite.
    package var location: String

    package init(id: String, project: String, name: String, kind: Kind, location: String) {
        self.id = id
        self.project = project
        self.name = name
        self.kind = kind
        self.location = location
    }
}
