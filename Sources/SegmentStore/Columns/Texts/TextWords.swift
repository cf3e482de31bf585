internal import Logbook
internal import Parquet

/// The words of a text, as `WordCharacter` tells them apart.
enum TextWords {
    /// Gives each word that is not the whole text; a text that is one word has a key already.
    static func forEach(in text: RawSpan, _ body: (RawSpan) -> Void) {
        let ofWords = ofWords
        var start: Int?
        var position = 0
        while position < text.byteCount {
            let (isWord, length) = character(of: text, at: position, ofWords)
            if isWord {
                start = start ?? position
            } else if let first = start {
                body(text.extracting(first..<position))
                start = nil
            }
            position += length
        }
        if let first = start, first > 0 {
            body(text.extracting(first..<text.byteCount))
        }
    }

    /// Whether the text has the word, which is one, and may be that word.
    static func contains(_ word: [UInt8], in text: [UInt8]) -> Bool {
        var isFound = false
        ByteSearch.forEachPlace(of: BytePattern(word), in: text) { place in
            isFound = isBorder(of: text, at: place) && isBorder(of: text, at: place + word.count)
            return isFound ? nil : place + 1
        }
        return isFound
    }

    /// Whether no word goes on at a place between two characters, on at least one side of which is one of a word.
    private static func isBorder(of text: [UInt8], at place: Int) -> Bool {
        guard place > 0, place < text.count else { return true }
        var start = place - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        let ofWords = ofWords
        return !character(of: text.rawSpan, at: start, ofWords).isWord
            || !character(of: text.rawSpan, at: place, ofWords).isWord
    }

    /// Of each ASCII character whether words have it: those below 64, and the others.
    private static let ofWords = (low: wordBits(from: 0), high: wordBits(from: 64))

    private static func wordBits(from first: UInt8) -> UInt64 {
        (0..<64).reduce(0) { bits, offset in
            WordCharacter.contains(Unicode.Scalar(first + offset)) ? bits | 1 << UInt64(offset) : bits
        }
    }

    /// Whether a character of words stands here, and how many bytes it takes.
    @inline(__always)
    private static func character(
        of text: RawSpan, at position: Int, _ ofWords: (low: UInt64, high: UInt64)
    ) -> (isWord: Bool, length: Int) {
        let lead = text.byte(at: position)
        guard lead >= 0x80 else {
            return ((lead < 64 ? ofWords.low : ofWords.high) >> UInt64(lead & 63) & 1 == 1, 1)
        }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard position + length <= text.byteCount else { return (false, 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for index in 1..<length {
            value = value << 6 | UInt32(text.byte(at: position + index) & 0x3F)
        }
        return (Unicode.Scalar(value).map(WordCharacter.contains) ?? false, length)
    }
}
