internal import Logbook

/// Rows of a block that a question has found, before their records are read.
struct FoundRows: Sendable {
    let segment: OpenSegment
    /// Index of the block in its segment.
    let block: Int
    /// Rows of the block that were looked at, ascending.
    let runs: [Range<Int>]
    /// Those that match; a position is counted from the first row that was looked at.
    let matching: RowSelection

    /// The records at positions that ascend.
    func records(at positions: [Int]) throws -> [StoredRecord] {
        guard !positions.isEmpty else { return [] }
        return try segment.reader.records(of: block, rows: rows(at: positions))
    }

    /// The runs of rows of the block that stand at positions that ascend.
    private func rows(at positions: [Int]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var run = 0
        var passed = 0
        for position in positions {
            while position - passed >= runs[run].count {
                passed += runs[run].count
                run += 1
            }
            let row = runs[run].lowerBound + position - passed
            if let last = rows.last, last.upperBound == row {
                rows[rows.count - 1] = last.lowerBound..<row + 1
            } else {
                rows.append(row..<row + 1)
            }
        }
        return rows
    }
}
