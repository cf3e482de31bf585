/// The modules that a file imports.
struct Imports {
    let modules: [String]

    init(of file: SourceFile) {
        self.modules = file.parts.code.split { $0 == "\n" || $0 == ";" }.compactMap(Self.module)
    }

    /// The module of an import: attributes and access before `import`, a kind of declaration after it.
    private static func module(of statement: Substring) -> String? {
        let words = statement.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy(mayPrecede) else {
            return nil
        }
        let named = words[(place + 1)...].first { !kinds.contains($0) }
        return named?.split(separator: ".").first.map(String.init)
    }

    private static func mayPrecede(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    private static let kinds: Set<Substring> = [
        "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]
}
