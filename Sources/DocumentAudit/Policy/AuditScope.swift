/// Which databases and collections are audited.
///
/// Written as a comma separated list of `db` or `db.collection`; empty, or the word `all`, means everything. A comma
/// that belongs to a name is written `$,`. The first dot parts database and collection, as it does in MongoDB
/// itself. No name holds a space or any of `/ \ ' : " [ ] { } ( )`, and `$` stands only before a comma.
package struct AuditScope: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var database: String
        /// `nil` for every collection of the database and for commands on the database itself.
        package var collection: String?
    }

    /// Empty for everything.
    package let entries: [Entry]
    /// As it was given; empty for everything.
    package let text: String

    package static let everything = AuditScope(entries: [], text: "")

    private init(entries: [Entry], text: String) {
        self.entries = entries
        self.text = text
    }

    /// - Throws: `DocumentAuditError` with `invalidScope`.
    package init(parsing text: String) throws {
        guard !text.isEmpty, text != "all" else {
            self = .everything
            return
        }
        self.init(entries: try Self.names(in: text).map(Self.entry(of:)), text: text)
    }

    /// Whether an operation on this namespace is recorded.
    ///
    /// An operation that names no collection belongs to its database, so an entry `db.collection` does not ask for it.
    package func contains(database: String, collection: String?) -> Bool {
        entries.isEmpty
            || entries.contains { entry in
                entry.database == database && (entry.collection == nil || entry.collection == collection)
            }
    }

    private static func names(in text: String) throws -> [String] {
        var names: [String] = []
        var name = ""
        var isEscaped = false
        for character in text.unicodeScalars {
            switch character {
            case "$" where !isEscaped:
                isEscaped = true
            case "," where isEscaped:
                name.unicodeScalars.append(",")
                isEscaped = false
            case ",":
                names.append(name)
                name = ""
            case _ where isEscaped || forbidden.contains(character):
                throw DocumentAuditError(.invalidScope, "audit_scope holds a character that no name may hold")
            default:
                name.unicodeScalars.append(character)
            }
        }
        guard !isEscaped else {
            throw DocumentAuditError(.invalidScope, "audit_scope may hold $ only before a comma that belongs to a name")
        }
        names.append(name)
        return names
    }

    private static func entry(of name: String) throws -> Entry {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else {
            throw DocumentAuditError(.invalidScope, "audit_scope must list db or db.collection, separated by commas")
        }
        return Entry(database: String(parts[0]), collection: parts.count == 2 ? String(parts[1]) : nil)
    }

    private static let forbidden = Set(" /\\':\"[]{}()".unicodeScalars)
}
