/// Expressions: what they compare does not stand below the name of its field.
extension MaskWalk {
    /// What is known of the place where the walk is.
    ///
    /// The rule is simple rather than sharp. An operator, which is a key with a dollar, is *sensitive* when one of the
    /// texts below it names a declared field or a document that may have one, or when there is code below it; then all
    /// scalars below it are masked but for plain names of declared fields. The outermost operator decides, but for
    /// those that only hold conditions together. A stage of a pipeline that is sensitive may give a field another name,
    /// so the stages after it are sensitive too. Variables of a command are, when anything in it is.
    ///
    /// No part of the text is looked through more than twice, however it is nested: it comes from anybody.
    enum Scope {
        /// No operator is around.
        case open
        /// Below an operator that was looked through and has nothing to do with declared fields.
        case clear
        case sensitive
    }

    /// - Parameter name: the last key; `names` has it already.
    mutating func scope(below name: String) -> Scope {
        guard fields != nil, scope == .open else { return scope }
        if name.hasPrefix("$") {
            if Self.bonds.contains(name) { return .open }
            return Self.opaque.contains(name) || isSensitive(at: position) ? .sensitive : .clear
        }
        let place = names.first == "explain" ? names.dropFirst() : names[...]
        if place.count == 1, Self.code.contains(name) { return .sensitive }
        let isVariable = Self.variables.contains { names.suffix($0.count).elementsEqual($0) }
        return isVariable && isCommandSensitive ? .sensitive : .open
    }

    /// What is known of the element of an array at the position. A sensitive one is a stage after which a declared
    /// field may have another name.
    var scopeOfElement: Scope {
        guard scope == .open, fields != nil else { return scope }
        let rest = bytes[position...].drop(while: Self.isSpace)
        guard rest.first == UInt8(ascii: "{"),
            let quote = rest.dropFirst().drop(while: Self.isSpace).indices.first, bytes[quote] == UInt8(ascii: "\""),
            let end = end(ofString: quote)
        else { return .open }
        let name = Self.unescaped(String(decoding: bytes[quote + 1..<end], as: UTF8.self))
        guard name.hasPrefix("$"), !Self.selections.contains(name) else { return .open }
        return isSensitive(at: rest.startIndex) ? .sensitive : .clear
    }

    /// Whether the value at a position names a declared field in one of its texts, or holds what cannot be looked into.
    func isSensitive(at start: Int) -> Bool {
        guard let fields else { return false }
        var place = bytes[start...].drop(while: Self.isSpace).startIndex
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                guard let end = end(ofString: place) else { return false }
                let text = unescapedBytes(place + 1..<end)
                place = end
                let next = bytes[(end + 1)...].first { !Self.isSpace($0) }
                let isKey = next == UInt8(ascii: ":") && depth > 0
                if isKey ? Self.opaque.contains(String(decoding: text, as: UTF8.self)) : fields.areNamed(by: text) {
                    return true
                }
            default: break
            }
            place += 1
            if depth == 0 { return false }
        }
        return false
    }

    /// Whether the value at the position is a text that only names a declared field.
    func isName(at start: Int) -> Bool {
        guard let fields, bytes[start] == UInt8(ascii: "\""), let end = end(ofString: start) else { return false }
        return fields.areSpelled(by: unescapedBytes(start + 1..<end))
    }

    private func unescapedBytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return bytes[range] }
        return Array(Self.unescaped(String(decoding: bytes[range], as: UTF8.self)).utf8)[...]
    }

    /// They hold conditions together, each of which is looked at by itself.
    private static let bonds: Set = ["$match", "$and", "$or", "$nor"]

    /// Stages and conditions that let a field keep its name.
    private static let selections: Set = ["$match", "$unwind", "$unset", "$and", "$or", "$nor", "$expr"]

    /// Code, and names of fields that may be computed.
    private static let opaque: Set = ["$where", "$function", "$accumulator", "$code", "$getField"]

    /// Where `mapReduce` has its code, and what that knows.
    private static let code: Set = ["map", "reduce", "finalize", "scope"]

    /// Where commands have the variables of their expressions.
    private static let variables = [["let"], ["updates", "c"], ["ops", "constants"]]
}
