internal import Logbook
internal import Parquet

/// A text that is kept as template and values: `detail`, `arguments`.
///
/// Many rows are decided by their template, for most others it is enough to look through the values. Texts are put
/// together only where what is looked for may lie across the border between the two.
final class ComposedText {
    private let columns: BlockColumns
    private let place: TextColumns
    private lazy var values = SlotValues(columns, place)
    private var knownTemplates: [TextTemplate]?
    private var knownVector: TextVector?
    private var knownFiller: SlotFiller?

    init(_ columns: BlockColumns, _ place: TextColumns) {
        self.columns = columns
        self.place = place
    }

    /// - Returns: those of the candidates whose text passes.
    func rows(_ test: ComposedTest, among candidates: RowSelection) throws -> RowSelection {
        guard test.test != .isAbsent else { return candidates.subtracting(try vector().presentRows) }
        let fates = test.fates(try templates())
        var rows = RowSelection(noneOf: candidates.count)
        if fates.has(.all) {
            rows = fates.rows(.all, try vector().codes).intersection(candidates)
        }
        var doubtful = RowSelection(noneOf: candidates.count)
        if fates.has(.byText) {
            doubtful = fates.rows(.byText, try vector().codes).intersection(candidates)
        }
        let found = try values.rows(test).intersection(candidates)
        if !found.isEmpty {
            rows.formUnion(found.intersection(fates.rows(.byValues, try vector().codes)))
            doubtful.formUnion(found.intersection(fates.rows(.byValuesThenText, try vector().codes)))
        }
        rows.formUnion(try self.rows(test, composing: doubtful))
        return rows
    }

    /// Puts the texts of some rows together, one after the other.
    ///
    /// - Parameter body: gets the place of each of the rows and its text in UTF-8; `nil` when it has none.
    func forEachText(ofRows rows: [Int], _ body: (_ place: Int, _ text: [UInt8]?) -> Void) throws {
        let vector = try vector()
        let templates = try templates()
        var filler = try takeFiller()
        defer { knownFiller = filler }
        var text: [UInt8] = []
        text.reserveCapacity(Limits.usualTextByteCount)
        for (place, row) in rows.enumerated() {
            let code = Int(vector.codes[row])
            guard code < vector.absence else {
                body(place, nil)
                continue
            }
            text.removeAll(keepingCapacity: true)
            try filler.append(templates[code].pieces, slots: templates[code].slots, row: row, to: &text)
            body(place, text)
        }
    }

    private func rows(_ test: ComposedTest, composing candidates: RowSelection) throws -> RowSelection {
        var rows = RowSelection(noneOf: candidates.count)
        guard !candidates.isEmpty else { return rows }
        let templates = try templates()
        let codes = try vector().codes
        var filler = try takeFiller()
        defer { knownFiller = filler }
        var pieces: [UInt32: [[UInt8]]] = [:]
        var text: [UInt8] = []
        try candidates.forEach { row in
            let template = templates[Int(codes[row])]
            if pieces[codes[row]] == nil { pieces[codes[row]] = test.pieces(of: template) }
            text.removeAll(keepingCapacity: true)
            try filler.append(pieces[codes[row]] ?? [], slots: template.slots, row: row, to: &text)
            if test.passes(text) { rows.insert(row) }
        }
        return rows
    }

    /// Whoever fills in brings the filler back, so that it is not copied.
    private func takeFiller() throws -> SlotFiller {
        try knownFiller.take() ?? SlotFiller(columns, place)
    }

    /// The template of each row.
    private func vector() throws -> TextVector {
        if let knownVector { return knownVector }
        let vector = try columns.textsOnce(place.template)
        knownVector = vector
        return vector
    }

    /// The templates behind the codes of the rows.
    private func templates() throws -> [TextTemplate] {
        if let knownTemplates { return knownTemplates }
        let templates: [TextTemplate]
        if let read = try columns.segment.templates(of: place.template, block: columns.block) {
            templates = read
        } else {
            let entries = try vector().entries
            templates = try (0..<entries.count).map { try TextTemplate(Array(entries.bytes[entries.range($0)])) }
        }
        knownTemplates = templates
        return templates
    }
}

extension ComposedTest {
    /// As much of the fixed pieces of a template as it takes to tell whether a text passes that has not passed by a
    /// single piece.
    fileprivate func pieces(of template: TextTemplate) -> [[UInt8]] {
        guard let needle = exactNeedle else { return template.pieces }
        // A needle has some of a slot in it, so of a piece it has less than its length at either end. No text has the
        // byte that stands for the rest.
        let length = needle.bytes.count - 1
        return template.pieces.map { $0.count <= 2 * length ? $0 : $0.prefix(length) + [0xFF] + $0.suffix(length) }
    }

    /// Whether a text passes of whose fixed pieces there is as much as it takes.
    fileprivate func passes(_ text: [UInt8]) -> Bool {
        if let needle = exactNeedle { return ByteSearch.contains(needle, in: text) }
        return test.passes(.text(String(decoding: text, as: UTF8.self)))
    }

    private var exactNeedle: BytePattern? {
        if case .needle = subject { subject.pattern } else { nil }
    }
}

/// What a template says of the texts that are made from it.
enum TemplateFate: UInt8, Sendable {
    case none
    case all
    /// Those pass of which a value passes.
    case byValues
    /// Only those can pass of which a value passes.
    case byValuesThenText
    case byText
}

/// The fates of the templates of a column.
struct TemplateFates: Sendable {
    private(set) var fates: [TemplateFate]
    /// A bit for each fate that some template has, or had.
    private var present: UInt8

    init(fates: [TemplateFate]) {
        self.fates = fates
        present = fates.reduce(0) { $0 | 1 << $1.rawValue }
    }

    /// - Returns: `false` only where no template has the fate.
    func has(_ fate: TemplateFate) -> Bool { present >> fate.rawValue & 1 == 1 }

    /// Changes what becomes of a template.
    mutating func set(_ fate: TemplateFate, at index: Int) {
        fates[index] = fate
        present |= 1 << fate.rawValue
    }

    func rows(_ fate: TemplateFate, _ codes: [UInt32]) -> RowSelection {
        guard has(fate) else { return RowSelection(noneOf: codes.count) }
        return RowSelection(of: codes, marked: fates.map { $0 == fate ? 1 : 0 } + [0])
    }
}
