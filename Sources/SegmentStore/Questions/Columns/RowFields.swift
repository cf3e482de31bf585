internal import Logbook
internal import Parquet

/// The fields of single rows of a page, made from the columns that tell them.
///
/// Belongs to one question on one thread. Says nothing of rows that only their canonical form tells.
final class RowFields {
    private let columns: BlockColumns
    private let vectors: FieldVectors
    private let kind: Stream.Kind

    init(_ columns: BlockColumns) {
        self.columns = columns
        kind = columns.segment.reader.kind
        vectors = FieldVectors(columns, kind: kind)
    }

    /// The field of a row, which is counted from the first of the columns; `nil` where it lacks it.
    func value(of field: Logbook.Field, row: Int) throws -> FieldValue? {
        var found: FieldValue?
        try forEachValue(of: field, rows: [row]) { found = $1 }
        return found
    }

    /// Calls `body` with the place of each of the rows and the field of it; `nil` where one lacks it.
    ///
    /// - Parameter rows: counted from the first of the columns.
    func forEachValue(
        of field: Logbook.Field, rows: [Int], _ body: (_ place: Int, _ value: FieldValue?) -> Void
    ) throws {
        guard field.kind == kind || field.isTime else {
            for place in rows.indices { body(place, nil) }
            return
        }
        switch field.isTime ? .time : field.columns {
        case .time: try forEachTime(rows, body)
        case .integer(let column): try forEachNumber(column, rows, { .integer($0) }, body)
        case .unsigned(let column):
            try forEachNumber(column, rows, { .integer(Int64(clamping: UInt64(bitPattern: $0))) }, body)
        case .milliseconds(let column):
            try forEachNumber(column, rows, { .integer(Timestamp(microseconds: $0).milliseconds) }, body)
        case .text(let column):
            // Few different ones, and a page of rows is few too.
            let vector = try columns.textsOnce(column)
            for (place, row) in rows.enumerated() { body(place, vector.value(ofRow: row)) }
        case .dotted, .joined, .joinedPairs:
            let vector = try vectors.texts(field)
            for (place, row) in rows.enumerated() { body(place, vector.value(ofRow: row)) }
        case .composed(let columns):
            try vectors.composed(columns).forEachText(ofRows: rows) { place, text in
                body(place, text.map { .text(String(decoding: $0, as: UTF8.self)) })
            }
        }
    }

    /// Whether a text that is kept as template and values has a word.
    func hasWord(_ word: [UInt8], in place: TextColumns, row: Int) throws -> Bool {
        var isFound = false
        try vectors.composed(place).forEachText(ofRows: [row]) { _, text in
            isFound = text.map { TextWords.contains(word, in: $0) } ?? false
        }
        return isFound
    }

    private func forEachTime(_ rows: [Int], _ body: (Int, FieldValue?) -> Void) throws {
        let common = CommonColumns.of(kind)
        guard kind == .access else {
            return try forEachNumber(common.time, rows, { .time(Timestamp(microseconds: $0)) }, body)
        }
        // The time of a loss window is finer than the column, which may not even hold it.
        let starts = try columns.isAbsent(common.lossStart) ? nil : columns.integers(common.lossStart)
        try forEachNumber(common.time, rows, { .time(Timestamp(microseconds: $0 &* 1_000)) }) { place, time in
            guard let starts, starts.presence?.contains(rows[place]) ?? true else { return body(place, time) }
            body(place, .time(Timestamp(microseconds: starts.values[rows[place]])))
        }
    }

    private func forEachNumber(
        _ column: Int, _ rows: [Int], _ value: (Int64) -> FieldValue, _ body: (Int, FieldValue?) -> Void
    ) throws {
        guard !columns.isAbsent(column) else {
            for place in rows.indices { body(place, nil) }
            return
        }
        let vector = try columns.integersOnce(column)
        for (place, row) in rows.enumerated() {
            body(place, vector.presence?.contains(row) ?? true ? value(vector.values[row]) : nil)
        }
    }
}

extension TextVector {
    fileprivate func value(ofRow row: Int) -> FieldValue? {
        let code = Int(codes[row])
        return code < absence ? .text(entries.string(code)) : nil
    }
}

extension OpenSegment {
    /// Some fields of records of a block, in their order.
    ///
    /// - Parameter rows: ascending.
    func fieldRows(_ fields: [Logbook.Field], of block: Int, rows: [Int]) throws -> [FieldRow] {
        let firstSequence = reader.blocks[block].firstSequence
        let canonical = CommonColumns.of(reader.kind).canonical
        return try onEachPage(of: block, rows: rows) { columns, rows, positions in
            let canonicalRows =
                columns.isAbsent(canonical) ? nil : try columns.texts(canonical).presentRows
            let reader = RowFields(columns)
            var values = [[FieldValue?]](repeating: [], count: rows.count)
            for place in values.indices { values[place].reserveCapacity(fields.count) }
            for field in fields {
                try reader.forEachValue(of: field, rows: positions) { values[$0].append($1) }
            }
            return try rows.indices.map { index in
                if canonicalRows?.contains(positions[index]) ?? false {
                    return FieldRow(fields, of: try records(of: block, rows: [rows[index]])[0])
                }
                return FieldRow(sequence: firstSequence + UInt64(rows[index]), values: values[index])
            }
        }
    }
}
