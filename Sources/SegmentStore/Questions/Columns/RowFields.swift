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

    /// The field of each of the rows, which are counted from the first of the columns; `nil` where one lacks it.
    func values(of field: Logbook.Field, rows: [Int]) throws -> [FieldValue?] {
        if field.isTime { return try times(ofRows: rows) }
        guard field.kind == kind else { return rows.map { _ in nil } }
        switch field.columns {
        case .time: return try times(ofRows: rows)
        case .integer(let column): return try numbers(column, rows) { .integer($0) }
        case .unsigned(let column):
            return try numbers(column, rows) { .integer(Int64(clamping: UInt64(bitPattern: $0))) }
        case .milliseconds(let column):
            return try numbers(column, rows) { .integer(Timestamp(microseconds: $0).milliseconds) }
        case .text(let column):
            // Few different ones, and a page of rows is few too.
            let vector = try columns.texts(column)
            return rows.map { vector.value(ofRow: $0) }
        case .dotted, .joined, .joinedPairs:
            let vector = try vectors.texts(field)
            return rows.map { vector.value(ofRow: $0) }
        case .composed(let place): return try vectors.composed(place).texts(ofRows: rows).map { $0.map { .text($0) } }
        }
    }

    /// A text that is kept as template and values, in UTF-8; `nil` where the row has none.
    func text(of place: TextColumns, row: Int) throws -> [UInt8]? {
        try vectors.composed(place).text(ofRow: row)
    }

    private func times(ofRows rows: [Int]) throws -> [FieldValue?] {
        let common = CommonColumns.of(kind)
        guard kind == .access else {
            return try numbers(common.time, rows) { .time(Timestamp(microseconds: $0)) }
        }
        // The time of a loss window is finer than the column, which may not even hold it.
        let times = try numbers(common.time, rows) { .time(Timestamp(microseconds: $0 &* 1_000)) }
        guard !columns.isAbsent(common.lossStart) else { return times }
        let starts = try numbers(common.lossStart, rows) { .time(Timestamp(microseconds: $0)) }
        return zip(times, starts).map { $1 ?? $0 }
    }

    private func numbers(
        _ column: Int, _ rows: [Int], _ value: (Int64) -> FieldValue
    ) throws -> [FieldValue?] {
        guard !columns.isAbsent(column) else { return rows.map { _ in nil } }
        let vector = try columns.integers(column)
        guard let presence = vector.presence else { return rows.map { value(vector.values[$0]) } }
        return rows.map { presence.contains($0) ? value(vector.values[$0]) : nil }
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
        return try onEachPage(of: block, rows: rows) { page, rows, positions in
            let columns = try BlockColumns(self, block: block, .page(page))
            let canonicalRows =
                columns.isAbsent(canonical) ? nil : try columns.texts(canonical).presentRows
            let reader = RowFields(columns)
            let values = try fields.map { try reader.values(of: $0, rows: positions) }
            return try rows.indices.map { index in
                if canonicalRows?.contains(positions[index]) ?? false {
                    return FieldRow(fields, of: try records(of: block, rows: [rows[index]])[0])
                }
                return FieldRow(sequence: firstSequence + UInt64(rows[index]), values: values.map { $0[index] })
            }
        }
    }
}
