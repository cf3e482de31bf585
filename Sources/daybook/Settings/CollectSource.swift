import DocumentAudit

/// Audit files that the server follows by itself, as `daybook collect` does.
///
/// `collect.sources` has the names of all sources; below `collect.NAME` stand the keys of each. Under the same name the
/// command goes on where the server stood, and the other way round.
struct CollectSource: Hashable, Sendable {
    let name: String
    /// `file`: the file that the database server writes, by its path or relative to the data folder.
    let file: String
    /// `instance`: its id. Not set: the only one.
    let instance: String?
    /// `node`: the id of the node whose log takes the events. Not set: the only one of the instance.
    let node: String?

    private static let countMaximum = 100

    /// - Throws: `SettingsError`, which names the key.
    static func all(_ values: SettingsReader) throws -> [CollectSource] {
        let key = "collect.sources"
        let names = try values.words(key)
        guard names.count <= countMaximum, Set(names).count == names.count, names.allSatisfy(isName) else {
            throw SettingsError(
                key: key,
                reason: """
                    has to be at most \(countMaximum) different names of 1 to 100 letters, digits, hyphens, dots and \
                    underscores
                    """)
        }
        let sources = try names.map { name in
            let group = SettingsGroup(values, below: "collect.\(name)")
            guard let file = try group.text("file"), !file.isEmpty else { throw group.error("file", "is missing") }
            return CollectSource(
                name: name, file: file, instance: try group.text("instance"), node: try group.text("node"))
        }
        // Each line is kept once for a source, so of two sources with one file it would be kept twice.
        guard Set(sources.map(\.file)).count == sources.count else {
            throw SettingsError(key: key, reason: "names two sources with the same file")
        }
        return sources
    }

    /// Whether a source may be called so: in URLs, in keys and in the log it stands as it is.
    static func isName(_ text: String) -> Bool {
        CollectedPlace.sourceLengthRange.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                    || "-_.".utf8.contains(byte)
            }
    }
}
