internal import Logbook
internal import Parquet

/// A text that is kept as template and values: `detail`, `arguments`.
///
/// A test is first put to the templates of the block, each once: many rows are decided by their fixed text, for most
/// others it is enough to look through the values. Texts are put together only where what is looked for may lie across
/// the border between the two.
final class ComposedText {
    private let columns: BlockColumns
    private let place: TextColumns
    private let values: SlotValues
    private var knownTemplates: [TextTemplate]?
    private var knownVector: TextVector?

    init(_ columns: BlockColumns, _ place: TextColumns) {
        self.columns = columns
        self.place = place
        values = SlotValues(columns, place)
    }

    /// - Returns: those of the candidates whose text passes.
    func rows(_ test: FieldCondition.Test, among candidates: RowSelection) throws -> RowSelection {
        switch test {
        case .isAbsent:
            return candidates.subtracting(try vector().presentRows)
        case .contains("", _):
            return candidates.intersection(try vector().presentRows)
        case .contains(let text, let ignoresCase):
            let needle = Needle(text, ignoresCase: ignoresCase)
            return try rows(test, among: candidates, fate: needle.fate) { try $0.rows(containing: needle) }
        case .hasWord(let text, let ignoresCase):
            guard let word = SearchedWord(text, ignoresCase: ignoresCase) else {
                return RowSelection(noneOf: candidates.count)
            }
            return try rows(test, among: candidates, fate: word.fate) { try $0.rows(with: word) }
        case .startsWith(let prefix):
            return try rows(test, among: candidates, fate: { $0.fate(prefix: prefix) }) { _ in nil }
        case .isAmong, .compares:
            return try rows(test, among: candidates, fate: { _ in .byText }) { _ in nil }
        }
    }

    /// - Parameter search: the rows with a value that passes; `nil` for none.
    private func rows(
        _ test: FieldCondition.Test, among candidates: RowSelection, fate: (TextTemplate) -> TemplateFate,
        search: (SlotValues) throws -> RowSelection?
    ) throws -> RowSelection {
        let fates = TemplateFates(fates: try templates().map(fate))
        var found: RowSelection?
        if fates.has(.byValues) || fates.has(.byValuesThenText) {
            found = try search(values)?.intersection(candidates)
        }
        var rows = RowSelection(noneOf: candidates.count)
        if fates.has(.all) {
            rows = fates.rows(.all, try vector().codes).intersection(candidates)
        }
        if let found, !found.isEmpty {
            rows.formUnion(found.intersection(fates.rows(.byValues, try vector().codes)))
            let doubtful = found.intersection(fates.rows(.byValuesThenText, try vector().codes))
            rows.formUnion(try self.rows(test, composing: doubtful))
        }
        if fates.has(.byText) {
            let doubtful = fates.rows(.byText, try vector().codes).intersection(candidates)
            rows.formUnion(try self.rows(test, composing: doubtful))
        }
        return rows
    }

    private func rows(_ test: FieldCondition.Test, composing candidates: RowSelection) throws -> RowSelection {
        var rows = RowSelection(noneOf: candidates.count)
        guard !candidates.isEmpty else { return rows }
        let templates = try templates()
        let codes = try vector().codes
        try candidates.forEach { row in
            if test.passes(.text(try values.text(of: templates[Int(codes[row])], row: row))) {
                rows.insert(row)
            }
        }
        return rows
    }

    /// The template of each row.
    private func vector() throws -> TextVector {
        if let knownVector { return knownVector }
        let vector = try columns.texts(place.template)
        knownVector = vector
        return vector
    }

    /// The templates behind the codes of the rows.
    private func templates() throws -> [TextTemplate] {
        if let knownTemplates { return knownTemplates }
        let templates: [TextTemplate]
        if let dictionary = try columns.segment.dictionary(of: place.template, block: columns.block) {
            templates = try columns.segment.templates(dictionary, of: place.template, block: columns.block)
        } else {
            let entries = try vector().entries
            templates = try (0..<entries.count).map { try TextTemplate(entries.string($0)) }
        }
        knownTemplates = templates
        return templates
    }
}

/// What a template says of the texts that are made from it.
enum TemplateFate {
    case none
    case all
    /// Those pass of which a value passes.
    case byValues
    /// Only those can pass of which a value passes.
    case byValuesThenText
    case byText
}

/// The fates of the templates of a column.
private struct TemplateFates {
    let fates: [TemplateFate]

    func has(_ fate: TemplateFate) -> Bool { fates.contains(fate) }

    func rows(_ fate: TemplateFate, _ codes: [UInt32]) -> RowSelection {
        guard has(fate) else { return RowSelection(noneOf: codes.count) }
        return RowSelection(of: codes, marked: fates.map { $0 == fate ? 1 : 0 } + [0])
    }
}
