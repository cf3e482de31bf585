/// The keys below one word, such as `control.tls`; a key that is missing there may be found below a more general word.
struct SettingsGroup {
    private let reader: SettingsReader
    /// The most special first.
    private let prefixes: [String]

    init(_ reader: SettingsReader, below prefixes: String...) {
        self.reader = reader
        self.prefixes = prefixes
    }

    private init(_ reader: SettingsReader, below prefixes: [String]) {
        self.reader = reader
        self.prefixes = prefixes
    }

    /// The group within this one.
    func group(_ name: String) -> SettingsGroup {
        SettingsGroup(reader, below: prefixes.map { "\($0).\(name)" })
    }

    /// `nil` when the key is not set.
    func text(_ key: String) throws -> String? {
        try optional(key) { text in text }
    }

    func flag(_ key: String) throws -> Bool? {
        try choice(key, of: ["true", "false"]).map { $0 == "true" }
    }

    func choice(_ key: String, of words: [String]) throws -> String? {
        guard let text = try text(key) else {
            return nil
        }
        guard words.contains(text) else {
            throw error(key, "has to be \(words.joined(separator: " or "))")
        }
        return text
    }

    func optional<Value>(_ key: String, _ parse: (String) throws -> Value) throws -> Value? {
        for prefix in prefixes {
            if let value = try reader.optional("\(prefix).\(key)", parse) {
                return value
            }
        }
        return nil
    }

    /// What is wrong with a key of this group, named as it stands below the most general word.
    func error(_ key: String, _ reason: String) -> SettingsError {
        SettingsError(key: "\(prefixes.last ?? "").\(key)", reason: reason)
    }
}
