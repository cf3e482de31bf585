internal import Logbook

/// Bytes that are looked for in texts.
struct Needle {
    /// As they are compared: folded where case is ignored. Not empty.
    let bytes: [UInt8]
    let ignoresCase: Bool

    init(_ text: String, ignoresCase: Bool) {
        bytes = Array((ignoresCase ? CaseFolding.folded(text) : text).utf8)
        self.ignoresCase = ignoresCase
    }

    func fate(_ template: TextTemplate) -> TemplateFate {
        let pieces = template.pieces.map { Array((ignoresCase ? CaseFolding.folded($0) : $0).utf8) }
        if pieces.contains(where: { ByteSearch.contains(bytes, in: $0) }) { return .all }
        for index in template.slots.indices where crosses(from: pieces[index]) || crosses(to: pieces[index + 1]) {
            return .byText
        }
        return template.slots.isEmpty ? .none : template.hidesSlots ? .byValuesThenText : .byValues
    }

    /// Whether the bytes may begin in the piece, or before it, and end in the slot behind it or still further on.
    ///
    /// The value may stand in quotes, of which the first then comes between.
    private func crosses(from piece: [UInt8]) -> Bool {
        (1...bytes.count).contains { count in
            let head = bytes[..<count]
            return count < bytes.count && isEnd(head, of: piece)
                || head.last == Self.quote && isEnd(head.dropLast(), of: piece)
        }
    }

    /// Whether the bytes may begin in the slot before the piece, or before that, and end in the piece or behind it.
    private func crosses(to piece: [UInt8]) -> Bool {
        (0..<bytes.count).contains { count in
            let tail = bytes[count...]
            return count > 0 && isBeginning(tail, of: piece)
                || tail.first == Self.quote && isBeginning(tail.dropFirst(), of: piece)
        }
    }

    private func isEnd(_ head: ArraySlice<UInt8>, of piece: [UInt8]) -> Bool {
        let count = min(head.count, piece.count)
        return head.suffix(count) == piece.suffix(count)
    }

    private func isBeginning(_ tail: ArraySlice<UInt8>, of piece: [UInt8]) -> Bool {
        let count = min(tail.count, piece.count)
        return tail.prefix(count) == piece.prefix(count)
    }

    private static let quote = UInt8(ascii: "'")
}

/// A word that is looked for in texts.
struct SearchedWord {
    /// As it is compared: folded where case is ignored.
    let text: String
    let ignoresCase: Bool

    /// - Returns: `nil` where the text is no single word, and so found nowhere.
    init?(_ text: String, ignoresCase: Bool) {
        guard WordCharacter.makesOneWord(text) else { return nil }
        self.text = ignoresCase ? CaseFolding.folded(text) : text
        self.ignoresCase = ignoresCase
    }

    func fate(_ template: TextTemplate) -> TemplateFate {
        let last = template.pieces.count - 1
        for (index, piece) in template.pieces.enumerated() where template.slots.isEmpty || isPossible(in: piece) {
            var matcher = WordMatcher(text, ignoresCase: ignoresCase)
            // What touches a slot may go on there, so that it is no word by itself.
            matcher.append(piece.inside(isFirst: index == 0, isLast: index == last))
            if matcher.isFound { return .all }
        }
        guard !template.slots.isEmpty else { return .none }
        for index in template.slots.indices
        where template.pieces[index].touchesNext(isFirst: index == 0)
            || template.pieces[index + 1].touchesPrevious(isLast: index + 1 == last)
        {
            return .byText
        }
        return template.hidesSlots ? .byValuesThenText : .byValues
    }

    /// A quick look that sorts most pieces out.
    private func isPossible(in piece: String) -> Bool {
        ignoresCase || ByteSearch.contains(Array(text.utf8), in: Array(piece.utf8))
    }
}

extension TextTemplate {
    /// What the fixed text before the first slot tells of texts that begin with the prefix.
    func fate(prefix: String) -> TemplateFate {
        if pieces[0].utf8.starts(with: prefix.utf8) { return .all }
        guard !slots.isEmpty, prefix.utf8.starts(with: pieces[0].utf8) else { return .none }
        return .byText
    }
}

extension String {
    /// Whether a slot behind this piece stands right beside a word, or beside another slot.
    fileprivate func touchesNext(isFirst: Bool) -> Bool {
        unicodeScalars.last.map(WordCharacter.contains) ?? !isFirst
    }

    /// Whether a slot before this piece stands right beside a word, or beside another slot.
    fileprivate func touchesPrevious(isLast: Bool) -> Bool {
        unicodeScalars.first.map(WordCharacter.contains) ?? !isLast
    }

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
