internal import Logbook
internal import Parquet

/// The values of one text as its slots keep them.
struct TextValues {
    /// In the order of the slots; what a statement keeps for itself comes last.
    private(set) var values = RefilledList<SlotValue>()
    /// The values of a statement, which may share slots of others.
    private(set) var statement = RefilledList<SlotValue>()
    /// Values that are written otherwise in the text than in the binary form.
    private(set) var composed: [UInt8] = []
    /// Whether the text shows each value as it is.
    private(set) var isExact = true

    mutating func reset() {
        values.removeAll()
        statement.removeAll()
        if !composed.isEmpty { composed.removeAll(keepingCapacity: true) }
        isExact = true
    }

    /// Takes what a walk has found.
    mutating func take(_ value: TextWalk.Value, of bytes: RawSpan) {
        switch value.origin {
        case .parameter: appendParameter(value.range, of: bytes)
        case .token: values.append(SlotValue(bytes, value.range))
        case .null, .integer, .number, .text: appendToStatement(value, of: bytes)
        }
    }

    /// A value of a parameter is shown on one line.
    @inline(__always)
    mutating func appendParameter(_ range: Range<Int>, of bytes: RawSpan) {
        let value = SlotValue(bytes, range)
        let text = bytes.extracting(range)
        // What is no text by its bytes has digits and letters alone.
        guard SlotClass.plain(value.letter) == SlotClass.text, text.hasControls else {
            values.append(value)
            return
        }
        let line = AccessDetail.onOneLine(String(repairing: text))
        values.append(compose { $0 += line.utf8 })
        isExact = false
    }

    @inline(__always)
    mutating func appendToStatement(_ value: TextWalk.Value, of bytes: RawSpan) {
        switch value.origin {
        case .null: statement.append(compose { $0 += "NULL".utf8 })
        case .integer: statement.append(SlotValue(integer: value.number))
        case .number:
            let number = Double(bitPattern: UInt64(bitPattern: value.number))
            statement.append(compose { $0 += number.description.utf8 })
        case .parameter, .token, .text: statement.append(quoted(value.range, of: bytes))
        }
    }

    /// Takes a whole text as one value.
    mutating func appendWhole(_ text: String) {
        reset()
        composed += text.utf8
        var value = SlotValue(composed.rawSpan, composed.indices)
        value.isComposed = true
        values.append(value)
        isExact = false
    }

    /// Gives a value of the statement a slot of its own.
    mutating func keep(_ position: Int) {
        values.append(statement[position])
    }

    /// Whether all values of the statement may share what a variant lets them share.
    ///
    /// - Parameter variant: where that is told for each value.
    func fit(_ variant: Range<Int>, of sharing: [TextShape.Sharing], _ bytes: [UInt8]) -> Bool {
        for (position, place) in variant.enumerated() where !isShared(position, sharing[place], of: bytes) {
            return false
        }
        return true
    }

    /// Whether a value of the statement is what the slot that it would share gives back.
    func isShared(_ position: Int, _ sharing: TextShape.Sharing, of bytes: [UInt8]) -> Bool {
        let value = statement[position]
        switch sharing {
        case .own: return true
        case .same(let slot):
            guard values[slot].letter == value.letter else { return false }
            guard value.letter != SlotClass.integer else { return values[slot].integer == value.integer }
            return isEqual(values[slot], value, of: bytes)
        case .quoted(let slot):
            guard SlotClass.isQuoted(value.letter), !SlotClass.isQuoted(values[slot].letter),
                isEqual(values[slot], value, of: bytes)
            else { return false }
            let source = value.isComposed ? composed : bytes
            return !source.rawSpan.extracting(value.range).contains(UInt8(ascii: "'"))
        }
    }

    private func isEqual(_ one: SlotValue, _ other: SlotValue, of bytes: [UInt8]) -> Bool {
        guard one.range.count == other.range.count else { return false }
        let source = one.isComposed ? composed : bytes
        let otherSource = other.isComposed ? composed : bytes
        return source.rawSpan.extracting(one.range).equals(otherSource.rawSpan.extracting(other.range))
    }

    private mutating func quoted(_ range: Range<Int>, of bytes: RawSpan) -> SlotValue {
        let quote = UInt8(ascii: "'")
        var value: SlotValue
        if bytes.extracting(range).contains(quote) {
            let start = composed.count
            for position in range {
                composed.append(bytes.byte(at: position))
                if bytes.byte(at: position) == quote {
                    composed.append(quote)
                }
            }
            value = SlotValue(unquoted: composed.rawSpan, start..<composed.count)
            value.isComposed = true
        } else {
            value = SlotValue(unquoted: bytes, range)
        }
        value.letter &= ~SlotClass.quotedBit
        return value
    }

    private mutating func compose(_ write: (inout [UInt8]) -> Void) -> SlotValue {
        let start = composed.count
        write(&composed)
        var value = SlotValue(composed.rawSpan, start..<composed.count)
        value.isComposed = true
        return value
    }
}
