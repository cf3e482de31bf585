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
    private var shapes = TextShapes()
    /// Shapes that details of a group had, those first that come often.
    private var expected: [[UInt32]] = []
    private var walk = TextWalk()
    private var values = TextValues()

    /// Ways of sharing that are told apart for one shape; further texts share nothing.
    private static let variantLimit = 16
    /// Shapes of a group that a detail is compared with before its own is worked out.
    private static let expectedLimit = 4
    private static let sharingTrialCount = 8
    private static let wholeTemplate = TemplatePiece.placeholder(0)

    /// The distinct templates.
    var templates: ByteArrays { interner.values }

    /// What the text that was taken last counts for.
    private(set) var textByteCount = 0

    /// Whether texts are still taken apart: not once so many templates show that it is of no use.
    private var takesApart: Bool { shapes.count < Limits.templateCount }

    /// Takes the `detail` of an access record, up to its durations.
    ///
    /// - Parameters:
    ///   - record: where the whole record is, which is decoded when the shape is new.
    ///   - group: a small number that records of the same few shapes share, such as that of their API.
    /// - Returns: whether the record is given back exactly.
    mutating func appendDetail(
        _ reader: inout ByteReader, of bytes: [UInt8], record: Range<Int>, group: Int
    ) throws -> Bool {
        let start = reader.position
        if let (index, end) = expectedShape(bytes.rawSpan.extracting(0..<reader.end), from: start, group: group),
            let variant = fittingVariant(of: index, bytes)
        {
            _ = try reader.skip(byteCount: end - start)
            return append(variant, of: index, bytes)
        }
        // Only a walk tells what a new shape, or a new variant of one, is made of.
        let isForeign = reader.remainingByteCount > 0 && bytes[reader.position] != 1
        try walk.walkDetail(&reader, of: bytes, takesApart: takesApart)
        textByteCount = walk.textByteCount
        let index = shapes.index(of: walk, bytes)
        if let index, walk.tokens == nil { expect(index, group: group) }
        return try append(
            bytes, shape: index, tail: isForeign ? DetailTemplateParser.foreignTail : [], record: record)
    }

    /// Takes a text behind its length, which is always given back exactly.
    mutating func appendText(_ reader: inout ByteReader, of bytes: [UInt8]) throws {
        walk.reset()
        try walk.walkText(&reader, of: bytes, takesApart: takesApart)
        textByteCount = walk.textByteCount
        _ = try append(bytes, shape: shapes.index(of: walk, bytes), tail: [], record: nil)
    }

    /// Takes what the walk has found.
    ///
    /// - Parameter record: where the record is whose detail was walked over; `nil` for a text.
    private mutating func append(
        _ bytes: [UInt8], shape: Int?, tail: [UInt8], record: Range<Int>?
    ) throws -> Bool {
        guard let index = shape, !shapes[index].isWhole, walk.values.count <= Limits.slotCount else {
            return appendWhole(try Self.detail(of: record, bytes))
        }
        values.reset()
        for value in walk.values {
            values.take(value, of: bytes.rawSpan)
        }
        if let variant = fittingVariant(of: index, bytes) {
            return append(variant, of: index, bytes)
        }
        guard let variant = try makeVariant(index, bytes, tail: tail, record: record) else {
            shapes[index].isWhole = true
            return appendWhole(try Self.detail(of: record, bytes))
        }
        return append(variant, of: index, bytes)
    }

    private mutating func append(_ variant: Int, of shape: Int, _ bytes: [UInt8]) -> Bool {
        let variant = shapes.variants[shape][variant]
        if variant.sharedCount < variant.sharing.count {
            for (position, place) in variant.sharing.enumerated() where shapes.sharing[place] == .own {
                values.keep(position)
            }
        }
        return append(template: variant.template, bytes) && variant.isExact
    }

    /// Takes the text as one value.
    private mutating func appendWhole(_ detail: AccessRecord.Detail) -> Bool {
        values.appendWhole(detail.text(showsStatement: true))
        return append(template: interner.number(of: Self.wholeTemplate.rawSpan), [])
    }

    /// The decoded detail of a record; of a text none is asked for but an empty one.
    private static func detail(of record: Range<Int>?, _ bytes: [UInt8]) throws -> AccessRecord.Detail {
        guard let record else { return .text("") }
        guard case .access(let record) = try RecordEncoding.decode(bytes, in: record) else {
            throw MalformedBytes(.choice, at: record.lowerBound)
        }
        return record.detail
    }

    private mutating func append(template: Int, _ bytes: [UInt8]) -> Bool {
        rowTemplates.append(UInt32(template))
        slots.append(values, template: template, bytes: bytes)
        return values.isExact
    }
}

// MARK: Shapes

extension TextShredder {
    /// The shape of a group's earlier detail that this one has too, whose values are taken then, and its end.
    private mutating func expectedShape(_ record: RawSpan, from start: Int, group: Int) -> (index: Int, end: Int)? {
        guard group < expected.count else { return nil }
        for place in expected[group].indices {
            let index = Int(expected[group][place])
            guard let detail = shapes.read(index, record, from: start, into: &values) else { continue }
            textByteCount = detail.textByteCount
            if place > 0 { expected[group].swapAt(place, place - 1) }
            return (index, detail.end)
        }
        return nil
    }

    private mutating func expect(_ shape: Int, group: Int) {
        guard group < Limits.templateCount else { return }
        while expected.count <= group { expected.append([]) }
        guard !expected[group].contains(UInt32(shape)) else { return }
        if expected[group].count == Self.expectedLimit { expected[group].removeLast() }
        expected[group].append(UInt32(shape))
    }

    /// The variant that shares what the values allow; `nil` when there has to be a new one.
    private mutating func fittingVariant(of shape: Int, _ bytes: [UInt8]) -> Int? {
        let count = shapes.variants[shape].count
        guard !values.statement.isEmpty else { return count == 0 ? nil : 0 }
        var found = 0
        while found < count, !values.fit(shapes.variants[shape][found].sharing, of: shapes.sharing, bytes) {
            found += 1
        }
        guard found < count else { return nil }
        let sharedCount = shapes.variants[shape][found].sharedCount
        guard sharedCount < values.statement.count, shapes[shape].trialCount < Self.sharingTrialCount,
            count < Self.variantLimit
        else { return found }
        shapes[shape].trialCount += 1
        return bestSharing(bytes).count { $0 != .own } > sharedCount ? nil : found
    }

    /// Lets each value of the statement share the slot of an equal value, of one that is not shared yet if there is.
    private func bestSharing(_ bytes: [UInt8]) -> [TextShape.Sharing] {
        var used: Set<Int> = []
        return values.statement.indices.map { position in
            var found: (slot: Int, sharing: TextShape.Sharing)?
            for slot in values.values.indices
            where found == nil || (used.contains(found?.slot ?? 0) && !used.contains(slot)) {
                for sharing in [TextShape.Sharing.same(slot: slot), .quoted(slot: slot)]
                where values.isShared(position, sharing, of: bytes) {
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
        _ index: Int, _ bytes: [UInt8], tail: [UInt8], record: Range<Int>?
    ) throws -> Int? {
        let isFull = shapes.variants[index].count >= Self.variantLimit
        let sharing = isFull ? values.statement.indices.map { _ in TextShape.Sharing.own } : bestSharing(bytes)
        let composer = TemplateComposer(walk: walk, bytes: bytes, sharing: sharing)
        var template = composer.tokenText
        var isExact = true
        if walk.tokens == nil || walk.segments.count > (walk.tokens?.count ?? 0) + 1 {
            switch try Self.detail(of: record, bytes) {
            case .text: template += tail
            case .parts(let parts):
                guard let composed = composer.template(of: parts) else { return nil }
                template = composed
            }
            isExact = DetailTemplateParser.steps(of: template) == composer.steps
        }
        return shapes.add(
            sharing, template: interner.number(of: template.rawSpan), isExact: isExact, to: index)
    }
}
