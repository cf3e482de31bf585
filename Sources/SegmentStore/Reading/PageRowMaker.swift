internal import Logbook

/// What a page is made of: records, or some of their fields.
protocol PageRowMaker: Sendable {
    associatedtype Row: Sendable

    /// - Parameter positions: ascending, among the rows that were looked at.
    func rows(_ found: FoundRows, at positions: [Int]) throws -> [Row]

    /// The row of a record in memory.
    func row(_ stored: StoredRecord) -> Row

    func sequence(of row: Row) -> UInt64
}

/// Makes whole records.
struct RecordMaker: PageRowMaker {
    func rows(_ found: FoundRows, at positions: [Int]) throws -> [StoredRecord] {
        try found.records(at: positions)
    }

    func row(_ stored: StoredRecord) -> StoredRecord { stored }

    func sequence(of row: StoredRecord) -> UInt64 { row.sequence }
}

/// Makes the values of some fields, of sealed records from no more columns than it takes.
struct FieldRowMaker: PageRowMaker {
    let fields: [Field]

    func rows(_ found: FoundRows, at positions: [Int]) throws -> [FieldRow] {
        guard !positions.isEmpty else { return [] }
        return try found.segment.fieldRows(
            fields, of: found.block, rows: positions.map { $0 + found.firstRow })
    }

    func row(_ stored: StoredRecord) -> FieldRow { FieldRow(fields, of: stored) }

    func sequence(of row: FieldRow) -> UInt64 { row.sequence }
}
