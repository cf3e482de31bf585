internal import Logbook
internal import Parquet

/// Turns the texts of a row group into templates and values of slots.
///
/// A text whose shape was seen before costs one walk over its bytes; only a new shape is composed.
struct TextShredder {
    /// The template of each row that has a text, by number.
    private(set) var rowTemplates: [UInt32] = []
    private(set) var slots = SlotRecorder()
    private var interner = ByteInterner()
    private var shapes: [TextShape] = []
    /// Numbers of shapes plus one by hash; open addressing, at most half full.
    private var table = [UInt32](repeating: 0, count: 256)
    /// Shapes that details of a group had, those first that come often.
    private var expected: [[UInt32]] = []
    private var walk = TextWalk()
    private var values: [SlotValue] = []
    private var statement: [SlotValue] = []
    /// Values that are written otherwise in the text than in the binary form.
    private var composed: [UInt8] = []

    private static let probeLimit = 64
    /// Ways of sharing that are told apart for one shape; further texts share nothing.
    private static let variantLimit = 16
    /// Shapes of a group that a detail is compared with before its own is worked out.
    private static let expectedLimit = 4
    private static let sharingTrialCount = 8
    private static let wholeTemplate = TemplatePiece.placeholder(0)

    /// The distinct templates.
    var templates: ByteArrays { interner.values }

    /// What the text that was taken last counts for.
    var textByteCount: Int { walk.textByteCount }

    /// Whether texts are still taken apart: not once so many templates show that it is of no use.
    private var takesApart: Bool { shapes.count < Limits.templateCount }

    /// Takes the `detail` of an access record, up to its durations.
    ///
    /// - Parameters:
    ///   - group: a small number that records of the same few shapes share, such as that of their API.
    ///   - decode: gives the whole record; asked for when the shape is new.
    /// - Returns: whether the record is given back exactly.
    mutating func appendDetail(
        _ reader: inout ByteReader, of bytes: [UInt8], group: Int, decode: () throws -> AccessRecord.Detail
    ) throws -> Bool {
        if let index = try expectedShape(&reader, of: bytes, group: group) {
            return try append(bytes, shape: index, tail: [], decode: decode)
        }
        let isForeign = reader.remainingByteCount > 0 && bytes[reader.position] != 1
        try walk.walkDetail(&reader, of: bytes, takesApart: takesApart)
        let index = shapeIndex(bytes)
        if let index, walk.tokens == nil { expect(index, group: group) }
        return try append(
            bytes, shape: index, tail: isForeign ? DetailTemplateParser.foreignTail : [], decode: decode)
    }

    /// Takes a text behind its length, which is always given back exactly.
    mutating func appendText(_ reader: inout ByteReader, of bytes: [UInt8]) throws {
        walk.reset()
        try walk.walkText(&reader, of: bytes, takesApart: takesApart)
        _ = try append(bytes, shape: shapeIndex(bytes), tail: []) { .text("") }
    }

    private mutating func append(
        _ bytes: [UInt8], shape: Int?, tail: [UInt8], decode: () throws -> AccessRecord.Detail
    ) throws -> Bool {
        guard let index = shape else {
            return try appendWhole(decode())
        }
        if shapes[index].isWhole || walk.values.count > Limits.slotCount {
            return try appendWhole(decode())
        }
        var isExact = classify(bytes)
        let source = statement.isEmpty ? nil : variantFitting(index, bytes)
        let variant: Int
        if let found = source ?? (statement.isEmpty && !shapes[index].variants.isEmpty ? 0 : nil) {
            variant = found
        } else {
            guard let made = try makeVariant(index, bytes, tail: tail, decode: decode) else {
                shapes[index].isWhole = true
                return try appendWhole(decode())
            }
            variant = made
        }
        let chosen = shapes[index].variants[variant]
        for position in statement.indices where chosen.sharing[position] == .own {
            values.append(written(statement[position]))
        }
        rowTemplates.append(UInt32(chosen.template))
        slots.append(values, template: chosen.template, bytes: bytes, composed: composed)
        isExact = isExact && chosen.isExact
        return isExact
    }

    /// Takes the text as one value.
    private mutating func appendWhole(_ detail: AccessRecord.Detail) throws -> Bool {
        composed = Array(detail.text(showsStatement: true).utf8)
        values.removeAll(keepingCapacity: true)
        var value = SlotValue(composed, composed.indices)
        value.isComposed = true
        values.append(value)
        let template = interner.number(of: Self.wholeTemplate.rawSpan)
        rowTemplates.append(UInt32(template))
        slots.append(values, template: template, bytes: [], composed: composed)
        return false
    }
}

// MARK: Values

extension TextShredder {
    /// Finds the class of each value of the walk.
    ///
    /// - Returns: whether the text shows each value as it is.
    private mutating func classify(_ bytes: [UInt8]) -> Bool {
        values.removeAll(keepingCapacity: true)
        statement.removeAll(keepingCapacity: true)
        composed.removeAll(keepingCapacity: true)
        var isExact = true
        for value in walk.values {
            switch value.origin {
            case .parameter where value.range.contains(where: { bytes[$0] < 0x20 || bytes[$0] == 0x7F }):
                values.append(compose { $0 += Self.onOneLine(bytes[value.range]) })
                isExact = false
            case .parameter, .token:
                values.append(SlotValue(bytes, value.range))
            case .null:
                statement.append(compose { $0 += "NULL".utf8 })
            case .integer:
                statement.append(SlotValue(integer: value.number))
            case .number:
                statement.append(
                    compose { $0 += Double(bitPattern: UInt64(bitPattern: value.number)).description.utf8 })
            case .text:
                statement.append(quoted(value.range, of: bytes))
            }
        }
        return isExact
    }

    private mutating func quoted(_ range: Range<Int>, of bytes: [UInt8]) -> SlotValue {
        let quote = UInt8(ascii: "'")
        var value: SlotValue
        if range.contains(where: { bytes[$0] == quote }) {
            let start = composed.count
            for position in range {
                composed.append(bytes[position])
                if bytes[position] == quote {
                    composed.append(quote)
                }
            }
            value = SlotValue(unquoted: composed, start..<composed.count)
            value.isComposed = true
        } else {
            value = SlotValue(unquoted: bytes, range)
        }
        value.letter &= ~SlotClass.quotedBit
        return value
    }

    /// The value with its text, which one that shares a slot does not need.
    private mutating func written(_ value: SlotValue) -> SlotValue {
        guard value.letter == SlotClass.integer, value.range.isEmpty else { return value }
        return compose { $0 += String(value.integer).utf8 }
    }

    private mutating func compose(_ write: (inout [UInt8]) -> Void) -> SlotValue {
        let start = composed.count
        write(&composed)
        var value = SlotValue(composed, start..<composed.count)
        value.isComposed = true
        return value
    }

    /// What the text shows of a value with control characters.
    private static func onOneLine(_ value: ArraySlice<UInt8>) -> String.UTF8View {
        AccessDetail.onOneLine(String(decoding: value, as: UTF8.self)).utf8
    }

    private func text(_ value: SlotValue, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
        value.isComposed ? composed[value.range] : bytes[value.range]
    }
}

// MARK: Shapes

extension TextShredder {
    /// The shape of the walk; `nil` when there are too many.
    private mutating func shapeIndex(_ bytes: [UInt8]) -> Int? {
        let mask = table.count - 1
        var position = Int(truncatingIfNeeded: walk.hash) & mask
        for _ in 0..<Self.probeLimit {
            let entry = table[position]
            if entry == 0 {
                // Texts that are not taken apart any more still have shapes of their own, but not without end.
                guard shapes.count < 2 * Limits.templateCount else { return nil }
                shapes.append(TextShape(walk, of: bytes))
                table[position] = UInt32(shapes.count)
                if shapes.count * 2 > table.count {
                    grow()
                }
                return shapes.count - 1
            }
            if shapes[Int(entry) - 1].fits(walk, of: bytes) {
                return Int(entry) - 1
            }
            position = (position + 1) & mask
        }
        return nil
    }

    /// The shape of a group's earlier detail that this one has too; it is walked over then.
    private mutating func expectedShape(
        _ reader: inout ByteReader, of bytes: [UInt8], group: Int
    ) throws -> Int? {
        guard group < expected.count else { return nil }
        for place in expected[group].indices {
            let index = Int(expected[group][place])
            guard try walk.walkDetail(&reader, of: bytes, expecting: shapes[index]) else { continue }
            if place > 0 { expected[group].swapAt(place, place - 1) }
            return index
        }
        return nil
    }

    private mutating func expect(_ shape: Int, group: Int) {
        guard group < Limits.templateCount else { return }
        while expected.count <= group { expected.append([]) }
        if expected[group].count == Self.expectedLimit { expected[group].removeLast() }
        expected[group].append(UInt32(shape))
    }

    private mutating func grow() {
        let mask = table.count * 4 - 1
        table = [UInt32](repeating: 0, count: mask + 1)
        for (index, shape) in shapes.enumerated() {
            var position = Int(truncatingIfNeeded: shape.hash) & mask
            while table[position] != 0 {
                position = (position + 1) & mask
            }
            table[position] = UInt32(index + 1)
        }
    }

    /// The variant that shares what the values allow; `nil` when there has to be a new one.
    private mutating func variantFitting(_ index: Int, _ bytes: [UInt8]) -> Int? {
        let found = shapes[index].variants.firstIndex { variant in
            variant.sharing.indices.allSatisfy { isShared($0, variant.sharing[$0], bytes) }
        }
        guard let found else { return nil }
        let sharedCount = shapes[index].variants[found].sharedCount
        guard sharedCount < statement.count, shapes[index].trialCount < Self.sharingTrialCount,
            shapes[index].variants.count < Self.variantLimit
        else { return found }
        shapes[index].trialCount += 1
        return bestSharing(bytes).count { $0 != .own } > sharedCount ? nil : found
    }

    private func isShared(_ position: Int, _ sharing: TextShape.Sharing, _ bytes: [UInt8]) -> Bool {
        let value = statement[position]
        switch sharing {
        case .own: return true
        case .same(let slot):
            guard values[slot].letter == value.letter else { return false }
            guard value.letter != SlotClass.integer else { return values[slot].integer == value.integer }
            return text(values[slot], bytes) == text(value, bytes)
        case .quoted(let slot):
            guard SlotClass.isQuoted(value.letter), !SlotClass.isQuoted(values[slot].letter) else { return false }
            let text = text(value, bytes)
            return !text.contains(UInt8(ascii: "'")) && self.text(values[slot], bytes) == text
        }
    }

    /// Lets each value of the statement share the slot of an equal value, of one that is not shared yet if there is.
    private func bestSharing(_ bytes: [UInt8]) -> [TextShape.Sharing] {
        var used: Set<Int> = []
        return statement.indices.map { position in
            var found: (slot: Int, sharing: TextShape.Sharing)?
            for slot in values.indices where found == nil || (used.contains(found?.slot ?? 0) && !used.contains(slot)) {
                for sharing in [TextShape.Sharing.same(slot: slot), .quoted(slot: slot)]
                where isShared(position, sharing, bytes) {
                    found = (slot, sharing)
                    break
                }
            }
            guard let found else { return .own }
            used.insert(found.slot)
            return found.sharing
        }
    }

    /// Composes a template.
    ///
    /// - Returns: its place among the variants of the shape; `nil` when the fixed parts have marks of templates.
    private mutating func makeVariant(
        _ index: Int, _ bytes: [UInt8], tail: [UInt8], decode: () throws -> AccessRecord.Detail
    ) throws -> Int? {
        let isFull = shapes[index].variants.count >= Self.variantLimit
        let sharing = isFull ? statement.map { _ in TextShape.Sharing.own } : bestSharing(bytes)
        let composer = TemplateComposer(walk: walk, bytes: bytes, sharing: sharing)
        var template = composer.tokenText
        var isExact = true
        if walk.tokens == nil || walk.segments.count > (walk.tokens?.count ?? 0) + 1 {
            switch try decode() {
            case .text: template += tail
            case .parts(let parts):
                guard let composed = composer.template(of: parts) else { return nil }
                template = composed
            }
            isExact = DetailTemplateParser.steps(of: template) == composer.steps
        }
        let variant = TextShape.Variant(
            sharing: sharing, template: interner.number(of: template.rawSpan), isExact: isExact)
        let place =
            shapes[index].variants.firstIndex { $0.sharedCount < variant.sharedCount }
            ?? shapes[index].variants.count
        shapes[index].variants.insert(variant, at: place)
        return place
    }
}
