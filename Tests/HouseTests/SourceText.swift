/// A Swift source taken apart into what is code and what is comment, line for line.
///
/// In each part everything else is blanked with spaces, so that lines and columns stay what they are in the file.
/// String literals are in neither part; an interpolation belongs to its literal. Regex literals are taken for code, so
/// they must hold no lone quote.
struct SourceText: Sendable {
    let code: String
    let comments: String

    init(_ text: String) {
        var splitter = Splitter(text: Array(text.utf8))
        splitter.split()
        self.code = String(decoding: splitter.code, as: UTF8.self)
        self.comments = String(decoding: splitter.comments, as: UTF8.self)
    }
}

private struct Splitter {
    let text: [UInt8]
    var code: [UInt8]
    var comments: [UInt8]
    var position = 0

    init(text: [UInt8]) {
        self.text = text
        let blank = text.map { $0 == .lineFeed ? $0 : .space }
        self.code = blank
        self.comments = blank
    }

    mutating func split() {
        while position < text.count {
            if starts(with: "//") {
                takeLineComment()
            } else if starts(with: "/*") {
                takeBlockComment()
            } else if let quote = quoteAhead() {
                passLiteral(quote)
            } else {
                code[position] = text[position]
                position += 1
            }
        }
    }

    private func starts(with prefix: StaticString, at offset: Int = 0) -> Bool {
        let start = position + offset
        guard start + prefix.utf8CodeUnitCount <= text.count else {
            return false
        }
        return prefix.withUTF8Buffer { $0.elementsEqual(text[start..<start + prefix.utf8CodeUnitCount]) }
    }

    private mutating func takeLineComment() {
        while position < text.count, text[position] != .lineFeed {
            comments[position] = text[position]
            position += 1
        }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        repeat {
            let width = starts(with: "/*") || starts(with: "*/") ? 2 : 1
            if width == 2 {
                depth += text[position] == .slash ? 1 : -1
            }
            for index in position..<position + width {
                comments[index] = text[index]
            }
            position += width
        } while depth > 0 && position < text.count
    }

    /// How a string literal begins and ends: `#` signs around it, and one quote or three.
    private struct Quote {
        var poundCount: Int
        var isMultiline: Bool
        var width: Int { isMultiline ? 3 : 1 }
    }

    private func quoteAhead() -> Quote? {
        var poundCount = 0
        while position + poundCount < text.count, text[position + poundCount] == .pound {
            poundCount += 1
        }
        guard starts(with: "\"", at: poundCount) else {
            return nil
        }
        return Quote(poundCount: poundCount, isMultiline: opensLines(at: poundCount))
    }

    /// Three quotes open a literal of several lines where the line ends behind them; `#""""#` is one that holds two.
    private func opensLines(at offset: Int) -> Bool {
        let rest = text[min(position + offset + 3, text.count)...]
        return starts(with: "\"\"\"", at: offset) && (rest.first { $0 != .space } ?? .lineFeed) == .lineFeed
    }

    private mutating func passLiteral(_ quote: Quote) {
        position += quote.poundCount + quote.width
        while position < text.count {
            if ends(quote) {
                position += quote.width + quote.poundCount
                return
            }
            if text[position] == .lineFeed, !quote.isMultiline {
                return
            }
            if text[position] == .backslash, hasPounds(quote.poundCount, at: position + 1) {
                position += 1 + quote.poundCount
                if position < text.count, text[position] == .openingParenthesis {
                    passInterpolation()
                } else {
                    position += 1
                }
            } else {
                position += 1
            }
        }
    }

    private func ends(_ quote: Quote) -> Bool {
        let isQuote = quote.isMultiline ? starts(with: "\"\"\"") : starts(with: "\"")
        return isQuote && hasPounds(quote.poundCount, at: position + quote.width)
    }

    private func hasPounds(_ count: Int, at start: Int) -> Bool {
        start + count <= text.count && text[start..<start + count].allSatisfy { $0 == .pound }
    }

    private mutating func passInterpolation() {
        var depth = 0
        repeat {
            if let quote = quoteAhead() {
                passLiteral(quote)
                continue
            }
            switch text[position] {
            case .openingParenthesis: depth += 1
            case .closingParenthesis: depth -= 1
            default: break
            }
            position += 1
        } while depth > 0 && position < text.count
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let pound = UInt8(ascii: "#")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let openingParenthesis = UInt8(ascii: "(")
    fileprivate static let closingParenthesis = UInt8(ascii: ")")
}
