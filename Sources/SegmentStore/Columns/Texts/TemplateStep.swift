/// One step from the values of slots to the binary form of a text.
enum TemplateStep: Hashable, Sendable {
    /// These bytes, whatever the values are.
    case fixed([UInt8])
    /// A slot's text as it stands, behind its length.
    case text(slot: Int)
    /// A value of a statement, as its text shows it.
    case value(slot: Int)
    /// A text value of a statement; the quotes around it are fixed.
    case quoted(slot: Int)
    /// A text of fixed pieces and slots, behind its length.
    case composite([TemplatePiece])
}

/// A piece of a template's text.
enum TemplatePiece: Hashable, Sendable {
    case fixed([UInt8])
    case slot(Int)
}

extension TemplatePiece {
    /// Takes a template's text apart.
    ///
    /// - Returns: pieces, no two fixed ones next to each other; `nil` when a mark stands where none belongs.
    static func pieces(of text: ArraySlice<UInt8>) -> [TemplatePiece]? {
        var pieces: [TemplatePiece] = []
        var fixed: [UInt8] = []
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            position += 1
            switch byte {
            case TemplateMark.open:
                guard let close = text[position...].firstIndex(of: TemplateMark.close),
                    let slot = slotNumber(text[position..<close])
                else { return nil }
                if !fixed.isEmpty {
                    pieces.append(.fixed(fixed))
                    fixed = []
                }
                pieces.append(.slot(slot))
                position = close + 1
            case TemplateMark.close, TemplateMark.end: return nil
            default: fixed.append(byte)
            }
        }
        if !fixed.isEmpty {
            pieces.append(.fixed(fixed))
        }
        return pieces
    }

    /// A slot as a template names it.
    static func placeholder(_ slot: Int) -> [UInt8] {
        [TemplateMark.open] + Array(String(slot).utf8) + [TemplateMark.close]
    }

    static func slotNumber(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 3, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension [TemplatePiece] {
    /// The fixed parts, one more than the slots between them; where two slots meet there is an empty one.
    var cutAtSlots: (fragments: [[UInt8]], slots: [Int]) {
        var fragments: [[UInt8]] = [[]]
        var slots: [Int] = []
        for piece in self {
            switch piece {
            case .fixed(let bytes): fragments[fragments.count - 1] += bytes
            case .slot(let slot):
                slots.append(slot)
                fragments.append([])
            }
        }
        return (fragments, slots)
    }
}

/// Puts steps together so that what is fixed is one step.
struct TemplateStepList {
    private(set) var steps: [TemplateStep] = []
    private var fixed: [UInt8] = []

    mutating func append(fixed bytes: some Sequence<UInt8>) {
        fixed.append(contentsOf: bytes)
    }

    mutating func append(fixedByte byte: UInt8) {
        fixed.append(byte)
    }

    mutating func append(_ step: TemplateStep) {
        flush()
        steps.append(step)
    }

    mutating func finish() -> [TemplateStep] {
        flush()
        return steps
    }

    private mutating func flush() {
        if !fixed.isEmpty {
            steps.append(.fixed(fixed))
            fixed = []
        }
    }
}
