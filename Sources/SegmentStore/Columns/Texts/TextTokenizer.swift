/// Finds what differs between two texts of one kind, by their bytes alone.
///
/// In JSON: numbers, and strings that are values. Elsewhere: runs of letters, digits, low lines and hyphens that have
/// a digit in them.
enum TextTokenizer {
    /// Appends where the tokens are, in their order; none overlaps or touches another.
    ///
    /// - Returns: whether the text comes apart: not with too many tokens, and not when it has marks of its own.
    static func appendTokens(of bytes: [UInt8], in range: Range<Int>, to tokens: inout [Range<Int>]) -> Bool {
        let start = tokens.count
        let first = range.first { !isSpace(bytes[$0]) }.map { bytes[$0] }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            if byte == TemplateMark.open || byte == TemplateMark.close || byte == TemplateMark.end {
                tokens.removeSubrange(start...)
                return false
            }
            let token =
                isJSON
                ? jsonToken(bytes, range, at: &position) : runToken(bytes, range.upperBound, at: &position)
            guard let token else { continue }
            tokens.append(token)
            if tokens.count - start > Limits.slotCount {
                tokens.removeSubrange(start...)
                return false
            }
        }
        for token in tokens[start...] where hasMark(bytes, token) {
            tokens.removeSubrange(start...)
            return false
        }
        return true
    }

    /// Whether one of the marks of templates is among the bytes.
    static func hasMark(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        range.contains { (TemplateMark.open...TemplateMark.end).contains(bytes[$0]) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Passes over what stands here, and returns it when it is a token.
    private static func jsonToken(_ bytes: [UInt8], _ range: Range<Int>, at position: inout Int) -> Range<Int>? {
        let end = range.upperBound
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let start = position + 1
            position = start
            while position < end, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            position = min(position, end)
            let content = start..<position
            guard position < end else { return nil }
            position += 1
            var next = position
            while next < end, isSpace(bytes[next]) { next += 1 }
            return next < end && bytes[next] == UInt8(ascii: ":") ? nil : content
        case UInt8(ascii: "-"), 0x30...0x39:
            let start = position
            while position < end, isOfNumber(bytes[position]) { position += 1 }
            return start..<position
        default:
            position += 1
            return nil
        }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func runToken(_ bytes: [UInt8], _ end: Int, at position: inout Int) -> Range<Int>? {
        let start = position
        var hasDigit = false
        while position < end {
            switch bytes[position] {
            case 0x30...0x39: hasDigit = true
            case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): break
            default:
                if position == start { position += 1 }
                return hasDigit ? start..<position : nil
            }
            position += 1
        }
        return hasDigit ? start..<position : nil
    }
}
