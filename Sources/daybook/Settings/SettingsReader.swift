import Configuration

/// Says which setting is wrong and how to mend it.
struct SettingsError: Error, CustomStringConvertible {
    let key: String
    let reason: String

    var description: String { "the setting \(key) \(reason); see docs/operating.md" }
}

/// Reads values by key and refuses what does not fit, instead of going on with a default.
struct SettingsReader: Sendable {
    private let reader: ConfigReader

    init(_ reader: ConfigReader) {
        self.reader = reader
    }

    func text(_ key: String, default fallback: String) throws -> String {
        let value = reader.string(forKey: ConfigKey(key)) ?? fallback
        guard !value.isEmpty else {
            throw SettingsError(key: key, reason: "is empty")
        }
        return value
    }

    func number(_ key: String, default fallback: Int, in range: ClosedRange<Int>) throws -> Int {
        try number(key, in: range) ?? fallback
    }

    /// `nil` when the key is not set.
    func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = reader.string(forKey: ConfigKey(key)) else {
            return nil
        }
        guard let number = Int(text), range.contains(number) else {
            throw SettingsError(
                key: key, reason: "has to be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Words with commas between them, or a list; none when the key is not set.
    func words(_ key: String) throws -> [String] {
        let list =
            reader.stringArray(forKey: ConfigKey(key))
            ?? reader.string(forKey: ConfigKey(key)).map { $0.split(separator: ",").map(String.init) } ?? []
        return list.map { $0.filter { $0 != " " } }
    }

    func optional<Value>(_ key: String, _ parse: (String) throws -> Value) throws -> Value? {
        try reader.string(forKey: ConfigKey(key)).map { text in
            do {
                return try parse(text)
            } catch {
                throw SettingsError(key: key, reason: "cannot be read: \(error)")
            }
        }
    }
}
