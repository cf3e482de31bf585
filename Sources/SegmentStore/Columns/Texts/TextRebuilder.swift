internal import Logbook
internal import Parquet

/// Fills the values of slots into templates.
struct TextRebuilder {
    private var templates: BytesCursor
    private var slots: BytesCursor
    private let integers: [Int64]
    private let hex: ByteArrays
    private let terms: ByteArrays
    private let termIndices: [UInt32]?
    private let texts: ByteArrays
    private var next = (integer: 0, hex: 0, term: 0, text: 0)
    private let parse: ([UInt8]) -> [TemplateStep]?
    /// What the block keeps of its templates, and how it names them; `nil` where they have no lasting numbers.
    private let kept: (steps: KeptSteps, column: Int, block: Int)?
    /// The steps of templates that were met, by their numbers.
    private var steps: [Int: [TemplateStep]] = [:]
    /// The values of the row without their quotes, one after the other.
    private var rendered: [UInt8] = []
    private var values: [(letter: UInt8, range: Range<Int>)] = []

    /// - Parameters:
    ///   - kept: the steps that the segment keeps.
    ///   - parse: the steps of a template.
    init(
        _ columns: TextColumns, of block: Int, kept: KeptSteps, parse: @escaping ([UInt8]) -> [TemplateStep]?,
        _ read: (Int) throws -> ColumnBatch
    ) throws {
        self.parse = parse
        let templates = try read(columns.template)
        self.templates = BytesCursor(templates)
        self.kept = templates.indices == nil ? nil : (kept, columns.template, block)
        slots = BytesCursor(try read(columns.slots))
        integers = if case .int64(let values) = try read(columns.integers).expanded.values { values } else { [] }
        hex = if case .byteArray(let values) = try read(columns.hex).expanded.values { values } else { ByteArrays() }
        let terms = try read(columns.terms)
        self.terms = if case .byteArray(let values) = terms.values { values } else { ByteArrays() }
        termIndices = terms.indices
        texts =
            if case .byteArray(let values) = try read(columns.texts).expanded.values { values } else { ByteArrays() }
    }

    /// Goes on to the next row, whose text may be absent.
    ///
    /// - Returns: its template.
    mutating func advance() throws(Contradiction) -> Int? {
        let template = try templates.nextNumber()
        let letters = try slots.nextNumber()
        rendered.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        guard let template, let letters else {
            guard template == nil, letters == nil else { throw Contradiction(what: "a template has no slots") }
            return nil
        }
        for letter in slots[letters] {
            let start = rendered.count
            try render(SlotClass.plain(letter))
            values.append((letter, start..<rendered.count))
        }
        return template
    }

    /// Appends the binary form of the row's text.
    mutating func append(_ template: Int, to bytes: inout ByteWriter) throws(Contradiction) {
        let steps = try steps(of: template)
        for step in steps {
            switch step {
            case .fixed(let fixed): bytes.append(fixed.span)
            case .text(let slot):
                bytes.append(varint: byteCount(try value(slot)))
                append(try value(slot), to: &bytes)
            case .value(let slot): try appendLiteral(try value(slot), to: &bytes)
            case .quoted(let slot):
                bytes.append(3)
                bytes.append(text: rendered[try value(slot).range].span)
            case .composite(let pieces):
                var count = 0
                for piece in pieces {
                    switch piece {
                    case .fixed(let fixed): count += fixed.count
                    case .slot(let slot): count += byteCount(try value(slot))
                    }
                }
                bytes.append(varint: count)
                for piece in pieces {
                    switch piece {
                    case .fixed(let fixed): bytes.append(fixed.span)
                    case .slot(let slot): append(try value(slot), to: &bytes)
                    }
                }
            }
        }
    }

    private mutating func steps(of template: Int) throws(Contradiction) -> [TemplateStep] {
        if let known = steps[template] {
            return known
        }
        let parse = { [parse, templates] in parse(Array(templates[template])) }
        let parsed =
            if let kept {
                kept.steps.steps(of: template, column: kept.column, block: kept.block, parse: parse)
            } else {
                parse()
            }
        guard let parsed else { throw Contradiction(what: "a template cannot be read") }
        steps[template] = parsed
        return parsed
    }

    private func value(_ slot: Int) throws(Contradiction) -> (letter: UInt8, range: Range<Int>) {
        guard slot < values.count else { throw Contradiction(what: "a template has more slots than values") }
        return values[slot]
    }

    private func byteCount(_ value: (letter: UInt8, range: Range<Int>)) -> Int {
        value.range.count + (SlotClass.isQuoted(value.letter) ? 2 : 0)
    }

    private func append(_ value: (letter: UInt8, range: Range<Int>), to bytes: inout ByteWriter) {
        let isQuoted = SlotClass.isQuoted(value.letter)
        if isQuoted { bytes.append(UInt8(ascii: "'")) }
        bytes.append(rendered[value.range].span)
        if isQuoted { bytes.append(UInt8(ascii: "'")) }
    }

    /// Appends a value of a statement, which its text tells.
    private func appendLiteral(
        _ value: (letter: UInt8, range: Range<Int>), to bytes: inout ByteWriter
    ) throws(Contradiction) {
        let text = rendered[value.range]
        if SlotClass.isQuoted(value.letter) {
            bytes.append(3)
            bytes.append(text: Self.withSingleQuotes(text).span)
        } else if let integer = SlotValue.integer(rendered.rawSpan.extracting(value.range)) {
            bytes.append(1)
            bytes.append(signedVarint: integer)
        } else if text.elementsEqual("NULL".utf8) {
            bytes.append(0)
        } else if let number = Double(String(decoding: text, as: UTF8.self)) {
            bytes.append(2)
            bytes.append(fixed64: number.isNaN ? 0x7ff8_0000_0000_0000 : number.bitPattern)
        } else {
            throw Contradiction(what: "a value of a statement cannot be read")
        }
    }

    private static func withSingleQuotes(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let quote = UInt8(ascii: "'")
        guard text.contains(quote) else { return text }
        var single: [UInt8] = []
        var isSecond = false
        for byte in text {
            isSecond = byte == quote && !isSecond
            if byte != quote || isSecond {
                single.append(byte)
            }
        }
        return single[...]
    }

    private mutating func render(_ letter: UInt8) throws(Contradiction) {
        switch letter {
        case SlotClass.integer:
            guard next.integer < integers.count else { throw .values }
            rendered.append(contentsOf: String(integers[next.integer]).utf8)
            next.integer += 1
        case SlotClass.hex:
            guard next.hex < hex.count else { throw .values }
            for byte in hex.bytes[hex.range(next.hex)] {
                rendered.append(Self.digits[Int(byte >> 4)])
                rendered.append(Self.digits[Int(byte & 15)])
            }
            next.hex += 1
        case SlotClass.term:
            guard next.term < termIndices?.count ?? terms.count else { throw .values }
            rendered.append(contentsOf: terms.bytes[terms.range(termIndices.map { Int($0[next.term]) } ?? next.term)])
            next.term += 1
        case SlotClass.text:
            guard next.text < texts.count else { throw .values }
            rendered.append(contentsOf: texts.bytes[texts.range(next.text)])
            next.text += 1
        default: throw Contradiction(what: "a slot is of an unknown class")
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
