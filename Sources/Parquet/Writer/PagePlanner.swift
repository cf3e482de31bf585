/// Cuts a batch into pages at row boundaries.
struct PagePlanner {
    /// Where a page's rows lie in a batch.
    struct Slice {
        var rows: Range<Int>
        var levels: Range<Int>
        var values: Range<Int>
    }

    private let batch: ColumnBatch
    private let rowLimit: Int
    private let byteLimit: Int
    /// Bytes of a value that is no byte array, or of an index.
    private let valueByteCount: Int
    private var walk: RowWalk

    init(_ batch: ColumnBatch, _ column: Column, _ options: WriterOptions) {
        self.batch = batch
        walk = RowWalk(batch, column)
        rowLimit = max(1, options.pageRowLimit)
        byteLimit = max(1, options.pageByteLimit)
        if batch.indices != nil {
            valueByteCount = (Hybrid.width(forMaximum: batch.values.count) + 7) / 8
        } else {
            switch batch.values {
            case .boolean: valueByteCount = 1
            case .int32, .byteArray: valueByteCount = 4
            case .int64, .double: valueByteCount = 8
            }
        }
    }

    /// The next page, `nil` after the last: as few rows as reach a limit, but one at least.
    mutating func next() -> Slice? {
        let start = walk.place
        guard start.level < batch.levelCount else { return nil }
        let rowEnd = start.row + rowLimit
        // Ahead with longer and longer steps until the page is full, then back to the first row that makes it so.
        var ahead = walk
        var step = 64
        repeat {
            walk = ahead
            ahead.advance(to: min(rowEnd, walk.place.row + step))
            step *= 2
        } while !isFull(start, ahead.place) && ahead.place.row < rowEnd && ahead.place.level < batch.levelCount
        while isFull(start, ahead.place), ahead.place.row - walk.place.row > 1 {
            var middle = walk
            middle.advance(to: (walk.place.row + ahead.place.row) / 2)
            if isFull(start, middle.place) { ahead = middle } else { walk = middle }
        }
        walk = ahead
        let end = walk.place
        return Slice(
            rows: start.row..<end.row, levels: start.level..<end.level, values: start.value..<end.value)
    }

    private func isFull(_ start: RowWalk.Place, _ end: RowWalk.Place) -> Bool {
        byteCount(start.value..<end.value) >= byteLimit
    }

    private func byteCount(_ values: Range<Int>) -> Int {
        var count = values.count * valueByteCount
        if batch.indices == nil, case .byteArray(let arrays) = batch.values { count += arrays.range(values).count }
        return count
    }
}
