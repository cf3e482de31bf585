internal import Logbook

/// Rows of a block that a question has found, before their records are read.
struct FoundRows: Sendable {
    let segment: OpenSegment
    /// Index of the block in its segment.
    let block: Int
    /// The first row of the block that was looked at.
    let firstRow: Int
    /// Those that match; a position is counted from the first row that was looked at.
    let matching: RowSelection

    /// The records at positions that ascend.
    func records(at positions: [Int]) throws -> [StoredRecord] {
        guard !positions.isEmpty else { return [] }
        return try segment.records(of: block, rows: positions.map { $0 + firstRow })
    }
}
