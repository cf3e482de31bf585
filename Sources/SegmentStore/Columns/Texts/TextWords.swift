internal import Logbook
internal import Parquet

/// The words of a text, as `WordCharacter` tells them apart.
enum TextWords {
    /// Gives each word that is not the whole text; a text that is one word has a key already.
    static func forEach(in text: RawSpan, _ body: (RawSpan) -> Void) {
        var start: Int?
        var position = 0
        while position < text.byteCount {
            let (isWord, length) = character(of: text, at: position)
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

    /// Whether a character of words stands here, and how many bytes it takes.
    private static func character(of text: RawSpan, at position: Int) -> (isWord: Bool, length: Int) {
        let lead = text.byte(at: position)
        guard lead >= 0x80 else {
            return (WordCharacter.contains(Unicode.Scalar(lead)), 1)
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
