internal import Logbook
internal import Parquet

/// A text that is kept as template and values: `detail`, `arguments`.
///
/// A test is first put to the templates, each once: many are decided by their fixed text, for most others it is enough
/// to look through the values. Texts are put together only where what is looked for may lie across the border between
/// the two.
final class ComposedText {
    private let columns: BlockColumns
    private let place: TextColumns
    private let templates: TextVector
    private lazy var values = Result { try SlotValues(columns, place) }

    init(_ columns: BlockColumns, _ place: TextColumns) throws {
        self.columns = columns
        self.place = place
        templates = try columns.texts(place.template)
    }

    /// - Returns: those of the candidates whose text passes.
    func rows(_ test: FieldCondition.Test, among candidates: RowSelection) throws -> RowSelection {
        let present = templates.presentRows
        switch test {
        case .isAbsent:
            return candidates.subtracting(present)
        case .contains("", _):
            return candidates.intersection(present)
        case .contains(let text, let ignoresCase):
            let needle = Needle(text, ignoresCase: ignoresCase)
            return try rows(test, among: candidates.intersection(present), fate: needle.fate) {
                try $0.rows(containing: needle)
            }
        case .hasWord(let text, let ignoresCase):
            guard let word = SearchedWord(text, ignoresCase: ignoresCase) else {
                return RowSelection(noneOf: candidates.count)
            }
            return try rows(test, among: candidates.intersection(present), fate: word.fate) {
                try $0.rows(with: word)
            }
        case .startsWith(let prefix):
            return try rows(test, among: candidates.intersection(present), fate: { $0.fate(prefix: prefix) }) {
                _ in RowSelection(noneOf: candidates.count)
            }
        case .isAmong, .compares:
            return try rows(test, composing: candidates.intersection(present))
        }
    }

    /// The whole text of a row; `nil` where it has none.
    func text(ofRow row: Int) throws -> String? {
        let code = Int(templates.codes[row])
        guard code < templates.absence else { return nil }
        return try values.get().text(of: template(code), row: row)
    }

    private func rows(
        _ test: FieldCondition.Test, among candidates: RowSelection, fate: (TextTemplate) -> TemplateFate,
        search: (SlotValues) throws -> RowSelection
    ) throws -> RowSelection {
        var fates = TemplateFates(count: templates.entries.count)
        for code in try usedCodes(candidates) {
            fates.set(fate(try template(code)), of: code)
        }
        var rows = fates.rows(.all, templates.codes).intersection(candidates)
        if fates.has(.byValues) || fates.has(.byValuesThenText) {
            let found = try search(values.get()).intersection(candidates)
            rows.formUnion(found.intersection(fates.rows(.byValues, templates.codes)))
            let doubtful = found.intersection(fates.rows(.byValuesThenText, templates.codes))
            rows.formUnion(try self.rows(test, composing: doubtful))
        }
        let doubtful = fates.rows(.byText, templates.codes).intersection(candidates)
        rows.formUnion(try self.rows(test, composing: doubtful))
        return rows
    }

    private func rows(_ test: FieldCondition.Test, composing candidates: RowSelection) throws -> RowSelection {
        var rows = RowSelection(noneOf: candidates.count)
        guard !candidates.isEmpty else { return rows }
        let values = try values.get()
        var known: [Int: TextTemplate] = [:]
        try candidates.forEach { row in
            let code = Int(templates.codes[row])
            let template = try known[code] ?? template(code)
            known[code] = template
            if test.passes(.text(try values.text(of: template, row: row))) {
                rows.insert(row)
            }
        }
        return rows
    }

    /// The templates that the candidates have, ascending.
    private func usedCodes(_ candidates: RowSelection) throws -> [Int] {
        guard !candidates.isEmpty else { return [] }
        var isUsed = [Bool](repeating: false, count: templates.entries.count + 1)
        candidates.forEach { isUsed[Int(templates.codes[$0])] = true }
        return isUsed.indices.dropLast().filter { isUsed[$0] }
    }

    private func template(_ code: Int) throws -> TextTemplate {
        try TextTemplate(templates.entries.string(code))
    }
}

/// What a template says of the texts that are made from it.
enum TemplateFate: Int, CaseIterable {
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
    private var fates: [TemplateFate]

    init(count: Int) {
        fates = Array(repeating: .none, count: count)
    }

    mutating func set(_ fate: TemplateFate, of code: Int) {
        fates[code] = fate
    }

    func has(_ fate: TemplateFate) -> Bool { fates.contains(fate) }

    func rows(_ fate: TemplateFate, _ codes: [UInt32]) -> RowSelection {
        guard has(fate) else { return RowSelection(noneOf: codes.count) }
        return RowSelection(of: codes, marked: fates.map { $0 == fate ? 1 : 0 } + [0])
    }
}
