/// Looks for a substring in a text that comes in pieces, across their borders, byte by byte.
///
/// The method is that of Knuth, Morris and Pratt: a byte is looked at once, and nothing is kept of the pieces.
package struct SubstringMatcher: TextSink {
    private let pattern: [UInt8]
    /// How much of the pattern still stands at its end when the byte after so much of it does not fit.
    private let fallbacks: [Int]
    private let ignoresCase: Bool
    private var matchedCount = 0
    package private(set) var isFound: Bool

    package init(_ pattern: String, ignoresCase: Bool = false) {
        self.pattern = Array((ignoresCase ? CaseFolding.folded(pattern) : pattern).utf8)
        self.ignoresCase = ignoresCase
        fallbacks = Self.fallbacks(of: self.pattern)
        isFound = self.pattern.isEmpty
    }

    package mutating func append(_ text: String) {
        guard !isFound else { return }
        if ignoresCase {
            take(CaseFolding.folded(text).utf8)
        } else {
            take(text.utf8)
        }
    }

    private mutating func take(_ bytes: String.UTF8View) {
        for byte in bytes {
            while matchedCount > 0, pattern[matchedCount] != byte {
                matchedCount = fallbacks[matchedCount]
            }
            if pattern[matchedCount] == byte {
                matchedCount += 1
            }
            if matchedCount == pattern.count {
                isFound = true
                return
            }
        }
    }

    private static func fallbacks(of pattern: [UInt8]) -> [Int] {
        var fallbacks = [0, 0]
        var length = 0
        for index in pattern.indices.dropFirst() {
            while length > 0, pattern[length] != pattern[index] {
                length = fallbacks[length]
            }
            if pattern[length] == pattern[index] {
                length += 1
            }
            fallbacks.append(length)
        }
        return fallbacks
    }
}
