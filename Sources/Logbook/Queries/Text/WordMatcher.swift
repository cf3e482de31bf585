/// Looks for a word in a text that comes in pieces; a word may begin in one piece and end in another.
package struct WordMatcher: TextSink {
    private let word: [Unicode.Scalar]
    private let ignoresCase: Bool
    /// Scalars of the word that the current run began with; `nil` once the run has turned out to be another word.
    private var matchedCount: Int? = 0
    private var wasFound = false

    /// - Parameter word: what is no single word (`WordCharacter.makesOneWord`) is never found.
    package init(_ word: String, ignoresCase: Bool = false) {
        self.word = Array((ignoresCase ? CaseFolding.folded(word) : word).unicodeScalars)
        self.ignoresCase = ignoresCase
    }

    /// Whether the word is in the text, when that ends here.
    package var isFound: Bool { wasFound || isAtEndOfWord }

    private var isAtEndOfWord: Bool { matchedCount == word.count && !word.isEmpty }

    package mutating func append(_ text: String) {
        guard !wasFound else { return }
        for scalar in text.unicodeScalars {
            guard WordCharacter.contains(scalar) else {
                if isAtEndOfWord {
                    wasFound = true
                    return
                }
                matchedCount = 0
                continue
            }
            guard matchedCount != nil else { continue }
            if ignoresCase {
                CaseFolding.forEachFolded(scalar) { take($0) }
            } else {
                take(scalar)
            }
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        guard let count = matchedCount else { return }
        matchedCount = count < word.count && word[count] == scalar ? count + 1 : nil
    }
}
