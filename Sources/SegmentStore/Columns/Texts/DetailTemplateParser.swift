internal import Logbook

/// Finds the structure of a detail in its template: the way back from text to parts.
///
/// A text that comes from parts in an unusual way, such as a name with a line feed, is read as something else. Who
/// writes a template therefore compares what is read here with what was meant.
struct DetailTemplateParser {
    private let text: [UInt8]
    private var position = 0
    private var steps = TemplateStepList()

    /// The steps from a template to the binary form of `detail` without its durations; `nil` for no such template.
    static func steps(of template: [UInt8]) -> [TemplateStep]? {
        guard let end = template.firstIndex(of: TemplateMark.end) else {
            var parser = DetailTemplateParser(text: template)
            return parser.parse() ? parser.steps.finish() : nil
        }
        // Behind the mark stands that the text came from elsewhere, and has no parts.
        guard template[(end + 1)...].elementsEqual(foreignTail.dropFirst()),
            let pieces = TemplatePiece.pieces(of: template[..<end])
        else { return nil }
        return [.fixed([2]), .composite(pieces)]
    }

    /// What follows a template whose text has no parts.
    static let foreignTail: [UInt8] = [TemplateMark.end, UInt8(ascii: "t")]

    private init(text: [UInt8]) {
        self.text = text
    }

    private mutating func parse() -> Bool {
        steps.append(fixedByte: 1)
        guard parseVerification(), skip("___________Parameter information__________\n[path parameter]:\n"),
            parsePairs(), skip("\n[header parameter]:\n"), parsePairs(), skip("\n[query  parameter]:\n"),
            let hasQuery = parseQuery(), hasQuery || skip("\n"), skip("[body  parameter]:\n")
        else { return false }
        return parseBody() && parseStatement()
    }

    private mutating func parseVerification() -> Bool {
        guard skip("__________Verification information________\n") else { return false }
        var count = 0
        var bytes: [UInt8] = []
        while !skip("\n") {
            guard
                let check = AccessDetail.VerificationStep.Check.allCases.first(where: {
                    skip("\($0.label): ")
                })
            else { return false }
            bytes.append(check.rawValue)
            if skip("completed.\n") {
                bytes.append(0)
            } else if skip("failed.\n") {
                bytes.append(2)
            } else if skip("failed: "), let end = text[position...].firstPlace(of: Array(".\n".utf8)) {
                bytes.append(1)
                bytes.append(varint: end.lowerBound - position)
                bytes += text[position..<end.lowerBound]
                position = end.upperBound
            } else {
                return false
            }
            count += 1
        }
        var head: [UInt8] = []
        head.append(varint: count)
        steps.append(fixed: head + bytes)
        return true
    }

    /// - Returns: whether there was a pair; `nil` when a line is none.
    private mutating func parseQuery() -> Bool? {
        let start = position
        return parsePairs() ? position > start : nil
    }

    /// Lines of a name and a slot.
    private mutating func parsePairs() -> Bool {
        let separator = Array(" : ".utf8) + [TemplateMark.open]
        var pairs: [(name: ArraySlice<UInt8>, slot: Int)] = []
        while position < text.count, text[position] != UInt8(ascii: "\n"), text[position] != UInt8(ascii: "[") {
            guard let line = text[position...].firstPlace(of: separator),
                let close = text[line.upperBound...].firstIndex(of: TemplateMark.close),
                let slot = TemplatePiece.slotNumber(text[line.upperBound..<close]), close + 1 < text.count,
                text[close + 1] == UInt8(ascii: "\n")
            else { return false }
            pairs.append((text[position..<line.lowerBound], slot))
            position = close + 2
        }
        var head: [UInt8] = []
        head.append(varint: pairs.count)
        steps.append(fixed: head)
        for pair in pairs {
            var name: [UInt8] = []
            name.append(varint: pair.name.count)
            steps.append(fixed: name + pair.name)
            steps.append(.text(slot: pair.slot))
        }
        return true
    }

    private mutating func parseBody() -> Bool {
        let heading = Array((AccessDetail.statementHeading + "\n").utf8)
        let end = text[position...].firstPlace(of: heading)?.lowerBound ?? text.count
        let region = text[position..<end]
        position = end
        if region.elementsEqual("\n".utf8) {
            steps.append(fixedByte: 0)
            return true
        }
        guard region.count > 2, region.suffix(2).elementsEqual("\n\n".utf8),
            let pieces = TemplatePiece.pieces(of: region.dropLast(2))
        else { return false }
        steps.append(.composite(pieces))
        return true
    }

    private mutating func parseStatement() -> Bool {
        guard position < text.count else {
            steps.append(fixedByte: 2)
            return true
        }
        guard skip(AccessDetail.statementHeading + "\n"), text.count - position >= 2,
            text[position...].suffix(2).elementsEqual("\n\n".utf8)
        else { return false }
        guard text.count - position > 2 else {
            steps.append(fixedByte: 0)
            return true
        }
        guard let pieces = TemplatePiece.pieces(of: text[position...].dropLast(2)) else { return false }
        appendStatement(pieces)
        return true
    }

    private mutating func appendStatement(_ pieces: [TemplatePiece]) {
        var (fragments, slots) = pieces.cutAtSlots
        var head: [UInt8] = [1]
        head.append(varint: slots.count)
        steps.append(fixed: head)
        let quote = UInt8(ascii: "'")
        for (index, slot) in slots.enumerated() {
            if fragments[index].last == quote, fragments[index + 1].first == quote {
                fragments[index].removeLast()
                fragments[index + 1].removeFirst()
                steps.append(.quoted(slot: slot))
            } else {
                steps.append(.value(slot: slot))
            }
        }
        for fragment in fragments {
            var bytes: [UInt8] = []
            bytes.append(varint: fragment.count)
            steps.append(fixed: bytes + fragment)
        }
    }

    private mutating func skip(_ expected: String) -> Bool {
        let expected = expected.utf8
        guard text[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }
}

extension ArraySlice<UInt8> {
    /// Where some bytes, at least one, come for the first time; `firstRange(of:)` is general, and slow.
    fileprivate func firstPlace(of bytes: [UInt8]) -> Range<Int>? {
        var start = startIndex
        while endIndex - start >= bytes.count, let place = self[start...].firstIndex(of: bytes[0]) {
            if self[place...].starts(with: bytes) { return place..<place + bytes.count }
            start = place + 1
        }
        return nil
    }
}
