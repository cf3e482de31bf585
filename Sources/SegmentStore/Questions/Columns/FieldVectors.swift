internal import Logbook
internal import Parquet

/// The values of fields, made from the columns that tell them, each once.
final class FieldVectors {
    private let columns: BlockColumns
    private let kind: Stream.Kind
    private var timeVector: IntegerVector?
    private var textVectors: [FieldColumns: TextVector] = [:]
    private var composedText: (place: TextColumns, text: ComposedText)?

    init(_ columns: BlockColumns, kind: Stream.Kind) {
        self.columns = columns
        self.kind = kind
    }

    var rowCount: Int { columns.rowCount }

    /// The time of each row in microseconds.
    func times() throws -> IntegerVector {
        if let timeVector { return timeVector }
        let common = CommonColumns.of(kind)
        var vector = try columns.integers(common.time)
        if kind == .access {
            vector.values = vector.values.map { $0 &* 1_000 }
            // The time of a loss window is finer than the column.
            if !columns.isAbsent(common.lossStart) {
                let starts = try columns.integers(common.lossStart)
                starts.presentRows.forEach { vector.values[$0] = starts.values[$0] }
            }
        }
        timeVector = vector
        return vector
    }

    /// - Precondition: the field is of numbers, or the time.
    func integers(_ field: Logbook.Field) throws -> IntegerVector {
        switch field.columns {
        case .time:
            return try times()
        case .integer(let column):
            return try columns.integers(column)
        case .unsigned(let column):
            var vector = try columns.integers(column)
            vector.values = vector.values.map { Int64(clamping: UInt64(bitPattern: $0)) }
            return vector
        case .milliseconds(let column):
            var vector = try columns.integers(column)
            vector.values = vector.values.map { Timestamp(microseconds: $0).milliseconds }
            return vector
        case .text, .composed, .dotted, .joined, .joinedPairs:
            preconditionFailure("\(field.name) is no number")
        }
    }

    /// The rows of each number of a field; `nil` where that is not known, or the field is not of a column's numbers.
    func bitmaps(_ field: Logbook.Field) throws -> NumberBitmaps? {
        guard case .integer(let column) = field.columns else { return nil }
        return try columns.bitmaps(column)
    }

    /// - Precondition: the field is of texts, and no composed one.
    func texts(_ field: Logbook.Field) throws -> TextVector {
        let place = field.columns
        if let vector = textVectors[place] { return vector }
        let vector: TextVector
        switch place {
        case .text(let column):
            return try columns.texts(column)
        case .dotted(let first, let second):
            vector = try dotted(columns.texts(first), columns.texts(second))
        case .joined(let column):
            vector = try joined(columns.textLists(column), nil)
        case .joinedPairs(let first, let second):
            vector = try joined(columns.textLists(first), columns.textLists(second))
        case .time, .integer, .unsigned, .milliseconds, .composed:
            preconditionFailure("\(field.name) is no text of its own")
        }
        textVectors[place] = vector
        return vector
    }

    /// The entries of a field's texts as values, where they are a dictionary that is kept.
    func entries(of field: Logbook.Field) throws -> [FieldValue?]? {
        guard case .text(let column) = field.columns else { return nil }
        let vector = try columns.texts(column)
        guard vector.isOfDictionary else { return nil }
        return try columns.segment.values(ofDictionary: vector.entries, of: column, block: columns.block)
    }

    func composed(_ place: TextColumns) -> ComposedText {
        // A kind of records has one.
        if let composedText, composedText.place == place { return composedText.text }
        let text = ComposedText(columns, place)
        composedText = (place, text)
        return text
    }

    private func dotted(_ first: TextVector, _ second: TextVector) -> TextVector {
        var builder = EntryBuilder(rowCount: first.rowCount)
        for row in 0..<first.rowCount {
            let codes = [first.codes[row], second.codes[row]]
            guard Int(codes[0]) < first.absence else {
                builder.appendAbsence()
                continue
            }
            builder.append(codes) {
                let name = first.entries.string(Int(codes[0]))
                return Int(codes[1]) < second.absence ? "\(name).\(second.entries.string(Int(codes[1])))" : name
            }
        }
        return builder.vector
    }

    private func joined(_ list: ListVector<TextVector>, _ other: ListVector<TextVector>?) throws -> TextVector {
        let rowCount = list.rowCount
        guard other == nil || other?.starts == list.starts else {
            throw LogStoreError(.corruption, "lists of a segment that belong together differ in length")
        }
        var builder = EntryBuilder(rowCount: rowCount)
        for row in 0..<rowCount {
            let range = list.range(ofRow: row)
            guard !range.isEmpty else {
                builder.appendAbsence()
                continue
            }
            builder.append(Array(list.values.codes[range]) + (other.map { Array($0.values.codes[range]) } ?? [])) {
                range.map { value in
                    let name = list.values.entries.string(Int(list.values.codes[value]))
                    return other.map { "\(name)@\($0.values.entries.string(Int($0.values.codes[value])))" } ?? name
                }.joined(separator: ", ")
            }
        }
        return builder.vector
    }
}

/// Gathers texts that are made from codes; each combination of codes is made into a text once.
private struct EntryBuilder {
    private var known: [[UInt32]: UInt32] = [:]
    private var entries = ByteArrays()
    private var codes: [UInt32] = []

    init(rowCount: Int) {
        codes.reserveCapacity(rowCount)
    }

    mutating func append(_ key: [UInt32], text: () -> String) {
        if let code = known[key] {
            codes.append(code)
            return
        }
        let code = UInt32(entries.count)
        known[key] = code
        entries.append(text())
        codes.append(code)
    }

    mutating func appendAbsence() {
        codes.append(.max)
    }

    var vector: TextVector {
        let absence = UInt32(entries.count)
        return TextVector(entries: entries, codes: codes.map { min($0, absence) })
    }
}
