internal import Logbook

/// Makes the template of a text whose shape is new, and says what it stands for.
struct TemplateComposer {
    let walk: TextWalk
    let bytes: [UInt8]
    /// For each value of the statement.
    let sharing: [TextShape.Sharing]

    /// The steps that give the binary form back.
    var steps: [TemplateStep] {
        var list = TemplateStepList()
        var segment = 0
        var value = 0
        var tokens = walk.tokens
        while segment < walk.segments.count {
            if let range = tokens, value == range.lowerBound {
                // A text alone has nothing fixed before it.
                if walk.segments.count > range.count + 1 {
                    list.append(fixed: bytes[walk.segments[segment]])
                    segment += 1
                }
                list.append(.composite(pieces(range, segment: segment)))
                segment += range.count + 1
                value = range.upperBound
                tokens = nil
                continue
            }
            list.append(fixed: bytes[walk.segments[segment]])
            segment += 1
            if value < walk.values.count, segment < walk.segments.count {
                list.append(step(ofValue: value))
                value += 1
            }
        }
        return list.finish()
    }

    /// The text of a text that was taken apart: fixed pieces and placeholders.
    var tokenText: [UInt8] {
        guard let tokens = walk.tokens else { return [] }
        let segment = walk.segments.count > tokens.count + 1 ? tokens.lowerBound + 1 : 0
        var text: [UInt8] = []
        for piece in pieces(tokens, segment: segment) {
            switch piece {
            case .fixed(let bytes): text += bytes
            case .slot(let slot): text += TemplatePiece.placeholder(slot)
            }
        }
        return text
    }

    /// The template of a detail with parts; `nil` when something fixed has marks of templates.
    func template(of detail: AccessDetail) -> [UInt8]? {
        var replacements = (0..<walk.sharableCount).map { TemplatePiece.placeholder($0) }
        if let tokens = walk.tokens {
            replacements.replaceSubrange(tokens, with: [tokenText])
        }
        let quote = UInt8(ascii: "'")
        for index in sharing.indices {
            switch sharing[index] {
            case .own: replacements.append(TemplatePiece.placeholder(ownSlot(of: index)))
            case .same(let slot): replacements.append(TemplatePiece.placeholder(slot))
            case .quoted(let slot): replacements.append([quote] + TemplatePiece.placeholder(slot) + [quote])
            }
        }
        var sink = TemplateSink(replacements: replacements)
        detail.writeText(showsStatement: true, to: &sink)
        return sink.hasMark || sink.next != replacements.count ? nil : sink.text
    }

    /// The slot of a value of the statement that shares none.
    private func ownSlot(of index: Int) -> Int {
        walk.sharableCount + sharing[..<index].count { $0 == .own }
    }

    private func step(ofValue index: Int) -> TemplateStep {
        guard index >= walk.sharableCount else { return .text(slot: index) }
        let index = index - walk.sharableCount
        return switch sharing[index] {
        case .own: .value(slot: ownSlot(of: index))
        case .same(let slot): .value(slot: slot)
        case .quoted(let slot): .quoted(slot: slot)
        }
    }

    private func pieces(_ tokens: Range<Int>, segment: Int) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        for offset in 0...tokens.count {
            let fixed = walk.segments[segment + offset]
            if !fixed.isEmpty {
                pieces.append(.fixed(Array(bytes[fixed])))
            }
            if offset < tokens.count {
                pieces.append(.slot(tokens.lowerBound + offset))
            }
        }
        return pieces
    }
}

/// Takes a text and puts something else in the place of each value.
private struct TemplateSink: TextSink {
    let replacements: [[UInt8]]
    private(set) var next = 0
    private(set) var text: [UInt8] = []
    private(set) var hasMark = false

    init(replacements: [[UInt8]]) {
        self.replacements = replacements
    }

    mutating func append(_ text: String) {
        hasMark = hasMark || text.utf8.contains { (TemplateMark.open...TemplateMark.end).contains($0) }
        self.text += text.utf8
    }

    mutating func append(value: String) {
        if next < replacements.count {
            text += replacements[next]
        }
        next += 1
    }
}
