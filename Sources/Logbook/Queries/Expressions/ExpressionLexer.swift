/// Cuts an expression into tokens.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func tokens(of text: String) throws -> [ExpressionToken] {
        guard text.utf8.count <= QueryLimits.expressionByteCount else {
            throw QueryError(.syntax, "the expression is longer than \(QueryLimits.expressionByteCount) bytes")
        }
        var lexer = ExpressionLexer(scalars: Array(text.unicodeScalars))
        var tokens: [ExpressionToken] = []
        repeat {
            tokens.append(try lexer.next())
        } while tokens.last?.content != .end
        return tokens
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func next() throws -> ExpressionToken {
        while let scalar = current, scalar.properties.isWhitespace {
            index += 1
        }
        let start = index
        guard let scalar = current else {
            return ExpressionToken(content: .end, position: start)
        }
        let content: ExpressionToken.Content
        switch scalar {
        case "a"..."z", "A"..."Z", "_": content = .name(take { Self.isNamePart($0) })
        case "0"..."9", "-", "+": content = .integer(try integer(from: start))
        case "\"", "'": content = .text(try text(quotedBy: scalar))
        default: content = .symbol(try symbol(at: start))
        }
        return ExpressionToken(content: content, position: start)
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        let start = index
        while let scalar = current, belongs(scalar) {
            index += 1
        }
        return String(String.UnicodeScalarView(scalars[start..<index]))
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && WordCharacter.contains(scalar)
    }

    private mutating func integer(from start: Int) throws -> Int64 {
        index += 1
        let sign = scalars[start]
        let digits = take { Self.isNamePart($0) || $0 == "." }
        guard let integer = Int64(String(String.UnicodeScalarView([sign])) + digits) else {
            throw QueryError(
                .syntax, "a number here is a whole one of 64 bits; put texts and times in quotes", at: start)
        }
        return integer
    }

    private mutating func symbol(at start: Int) throws -> String {
        let pair = String(String.UnicodeScalarView(scalars[start..<min(start + 2, scalars.count)]))
        switch pair {
        case "!=", "<=", ">=", "==", "<>":
            index += 2
            return pair == "==" ? "=" : pair == "<>" ? "!=" : pair
        default: break
        }
        switch scalars[start] {
        case "=", "<", ">", "(", ")", ",":
            index += 1
            return String(Character(scalars[start]))
        default:
            throw QueryError(.syntax, "nothing begins with \(Character(scalars[start]))", at: start)
        }
    }

    private mutating func text(quotedBy quote: Unicode.Scalar) throws -> String {
        let start = index
        index += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            if scalar == quote {
                index += 1
                return String(text)
            }
            if scalar == "\\" {
                text.append(try escaped())
            } else {
                text.append(scalar)
                index += 1
            }
        }
        throw QueryError(.syntax, "the quote that opens here is never closed", at: start)
    }

    private mutating func escaped() throws -> Unicode.Scalar {
        let start = index
        index += 1
        let letter = current
        index += 1
        switch letter {
        case "\\", "\"", "'": return letter ?? "\\"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            if current == "{" {
                index += 1
                let digits = take { $0 != "}" && $0.isASCII && WordCharacter.contains($0) }
                if current == "}", let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
                    index += 1
                    return scalar
                }
            }
            fallthrough
        default:
            throw QueryError(.syntax, #"after \ comes one of \ " ' n r t u{hexadecimal digits}"#, at: start)
        }
    }
}
