/// Finds the functions, initialisers, subscripts and computed properties of a source, and how long each one is.
///
/// Reads the code part of a `SourceText`: braces in strings and comments are gone by then.
struct FunctionScanner {
    struct Function: Equatable {
        var name: String
        /// Counted from 1: the line of `func` or what stands in its place.
        var line: Int
        /// From that line to the closing brace, both counted.
        var lineCount: Int
    }

    private let tokens: [Token]

    private struct Token {
        var text: Substring
        var line: Int
    }

    init(code: String) {
        self.tokens = Self.tokens(of: code)
    }

    /// Every declaration that has a body, in the order of the file; those inside another one are listed too.
    func functions() -> [Function] {
        tokens.indices.compactMap { index in
            guard isDeclaration(at: index), let opening = bodyOpening(after: index) else {
                return nil
            }
            let line = tokens[index].line
            let lineCount = tokens[bodyClosing(from: opening)].line - line + 1
            return Function(name: name(at: index), line: line, lineCount: lineCount)
        }
    }

    private static func tokens(of code: String) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var rest = code[...]
        while let first = rest.first {
            let isWord = first.isWordCharacter
            let text = isWord ? rest.prefix(while: \.isWordCharacter) : rest.prefix(1)
            if first == "\n" {
                line += 1
                tokens.append(Token(text: text, line: line - 1))
            } else if !first.isWhitespace {
                tokens.append(Token(text: text, line: line))
            }
            rest = rest[text.endIndex...]
        }
        return tokens
    }

    private func isDeclaration(at index: Int) -> Bool {
        let before = index > 0 ? tokens[index - 1].text : ""
        let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch tokens[index].text {
        case "func", "var": return before != "." && before != "`"
        case "init": return before != "." && ["(", "?", "!", "<"].contains(after)
        case "subscript": return before != "." && ["(", "<"].contains(after)
        case "deinit": return after == "{"
        default: return false
        }
    }

    private func name(at index: Int) -> String {
        let keyword = String(tokens[index].text)
        guard keyword == "func" || keyword == "var", index + 1 < tokens.count else {
            return keyword
        }
        guard tokens[index + 1].text == "`" else {
            return String(tokens[index + 1].text)
        }
        return tokens[(index + 2)...].prefix { $0.text != "`" }.map { String($0.text) }.joined(separator: " ")
    }

    /// The brace that opens the body; `nil` for a requirement of a protocol and for a stored property.
    private func bodyOpening(after index: Int) -> Int? {
        var depth = 0
        for next in tokens.indices[(index + 1)...] {
            switch tokens[next].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return next
            case "}" where depth == 0: return nil
            case "=" where depth == 0 && tokens[index].text == "var": return nil
            case "\n" where depth == 0 && tokens[index].text == "var": return nil
            case let text where depth == 0 && Self.beginsDeclaration.contains(text): return nil
            default: break
            }
        }
        return nil
    }

    private static let beginsDeclaration: Set<Substring> = [
        "func", "var", "let", "case", "init", "subscript", "struct", "class", "enum", "extension", "static", "package",
        "public", "private", "fileprivate", "internal", "mutating", "associatedtype", "typealias",
    ]

    private func bodyClosing(from opening: Int) -> Int {
        var depth = 0
        for index in tokens.indices[opening...] {
            switch tokens[index].text {
            case "{": depth += 1
            case "}": depth -= 1
            default: break
            }
            if depth == 0 {
                return index
            }
        }
        return tokens.count - 1
    }
}

extension Character {
    fileprivate var isWordCharacter: Bool { isLetter || isNumber || self == "_" }
}
