internal import Logbook

/// Bytes that are looked for in texts.
struct Needle {
    /// As they are compared: folded where case is ignored. Not empty.
    let bytes: [UInt8]
    let pattern: BytePattern
    let ignoresCase: Bool

    init(_ text: String, ignoresCase: Bool) {
        bytes = Array((ignoresCase ? CaseFolding.folded(text) : text).utf8)
        pattern = BytePattern(bytes)
        self.ignoresCase = ignoresCase
    }

    /// Whether it can be in a number.
    var isDecimal: Bool { bytes.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") } }

    /// Whether it can be in lower case hexadecimal digits.
    var isHexadecimal: Bool { bytes.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 } }

    /// - Parameter mayBeFixed: `false` when it is known to be in no piece.
    func fate(_ template: TextTemplate, mayBeFixed: Bool) -> TemplateFate {
        let pieces =
            ignoresCase
            ? template.pieces.map { Array(CaseFolding.folded(String(decoding: $0, as: UTF8.self)).utf8) }
            : template.pieces
        if mayBeFixed, pieces.contains(where: { ByteSearch.contains(pattern, in: $0) }) { return .all }
        for index in template.slots.indices where crosses(from: pieces[index]) || crosses(to: pieces[index + 1]) {
            return .byText
        }
        return template.slots.isEmpty ? .none : template.hidesSlots ? .byValuesThenText : .byValues
    }

    /// Whether the bytes may begin in the piece, or before it, and end in the slot behind it or still further on.
    ///
    /// The value may stand in quotes, of which the first then comes between.
    private func crosses(from piece: [UInt8]) -> Bool {
        for count in 1...bytes.count {
            if count < bytes.count, isEnd(count, of: piece) { return true }
            if bytes[count - 1] == Self.quote, isEnd(count - 1, of: piece) { return true }
        }
        return false
    }

    /// Whether the bytes may begin in the slot before the piece, or before that, and end in the piece or behind it.
    private func crosses(to piece: [UInt8]) -> Bool {
        for start in 0..<bytes.count {
            if start > 0, isBeginning(start, of: piece) { return true }
            if bytes[start] == Self.quote, isBeginning(start + 1, of: piece) { return true }
        }
        return false
    }

    /// Whether so many first bytes, or as many of their last as the piece has, stand at the end of the piece.
    private func isEnd(_ count: Int, of piece: [UInt8]) -> Bool {
        var offset = 1
        while offset <= count, offset <= piece.count {
            guard bytes[count - offset] == piece[piece.count - offset] else { return false }
            offset += 1
        }
        return true
    }

    /// Whether the bytes from a place on, or as many of them as the piece has, stand at the beginning of the piece.
    private func isBeginning(_ start: Int, of piece: [UInt8]) -> Bool {
        var offset = 0
        while start + offset < bytes.count, offset < piece.count {
            guard bytes[start + offset] == piece[offset] else { return false }
            offset += 1
        }
        return true
    }

    private static let quote = UInt8(ascii: "'")
}

/// A word that is looked for in texts.
struct SearchedWord {
    /// As it is compared: folded where case is ignored.
    let text: String
    /// The same in UTF-8.
    let pattern: BytePattern
    let ignoresCase: Bool

    /// - Returns: `nil` where the text is no single word, and so found nowhere.
    init?(_ text: String, ignoresCase: Bool) {
        guard WordCharacter.makesOneWord(text) else { return nil }
        self.text = ignoresCase ? CaseFolding.folded(text) : text
        pattern = BytePattern(Array(self.text.utf8))
        self.ignoresCase = ignoresCase
    }

    /// - Parameter mayBeFixed: `false` when it is known to be in no piece.
    func fate(_ template: TextTemplate, mayBeFixed: Bool) -> TemplateFate {
        let last = template.pieces.count - 1
        for (index, piece) in (mayBeFixed ? template.pieces : []).enumerated()
        where ignoresCase || ByteSearch.contains(pattern, in: piece) {
            var matcher = WordMatcher(text, ignoresCase: ignoresCase)
            // What touches a slot may go on there, so that it is no word by itself.
            matcher.append(String(decoding: piece, as: UTF8.self).inside(isFirst: index == 0, isLast: index == last))
            if matcher.isFound { return .all }
        }
        return template.fateOfAbsentWord
    }
}

extension TextTemplate {
    /// What becomes of texts when a word is in no piece.
    var fateOfAbsentWord: TemplateFate {
        guard !slots.isEmpty else { return .none }
        return touchesWords ? .byText : hidesSlots ? .byValuesThenText : .byValues
    }
}

extension TextTemplate {
    /// What the fixed text before the first slot tells of texts that begin with the prefix.
    func fate(prefix: String) -> TemplateFate {
        if pieces[0].starts(with: prefix.utf8) { return .all }
        guard !slots.isEmpty, prefix.utf8.starts(with: pieces[0]) else { return .none }
        return .byText
    }
}

extension String {
    /// The piece without words that touch the slots beside it.
    fileprivate func inside(isFirst: Bool, isLast: Bool) -> String {
        var scalars = unicodeScalars[...]
        if !isFirst { scalars = scalars.drop(while: WordCharacter.contains) }
        if !isLast {
            while let scalar = scalars.last, WordCharacter.contains(scalar) { scalars.removeLast() }
        }
        return String(scalars)
    }
}
