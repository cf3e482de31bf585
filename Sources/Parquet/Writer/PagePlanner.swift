/// Cuts a batch into pages at row boundaries.
struct PagePlanner {
    /// Where a page's rows lie in a batch.
    struct Slice {
        var rows: Range<Int>
        var levels: Range<Int>
        var values: Range<Int>
    }

    private let batch: ColumnBatch
    private let column: Column
    private let rowLimit: Int
    private let byteLimit: Int
    /// Bytes of a value that is no byte array, or of an index.
    private let valueByteCount: Int
    private var end = Slice(rows: 0..<0, levels: 0..<0, values: 0..<0)

    init(_ batch: ColumnBatch, _ column: Column, _ options: WriterOptions) {
        self.batch = batch
        self.column = column
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

    /// The next page, `nil` after the last.
    mutating func next() -> Slice? {
        guard end.levels.upperBound < batch.levelCount else { return nil }
        let start = (row: end.rows.upperBound, level: end.levels.upperBound, value: end.values.upperBound)
        var (row, level, value) = start
        if batch.definitionLevels == nil, batch.repetitionLevels == nil {
            let count = flatRowCount(from: start.value)
            (row, level, value) = (row + count, level + count, value + count)
        } else {
            repeat {
                skipRow(&level, &value)
                row += 1
            } while level < batch.levelCount && row - start.row < rowLimit
                && byteCount(start.value..<value) < byteLimit
        }
        end = Slice(rows: start.row..<row, levels: start.level..<level, values: start.value..<value)
        return end
    }

    /// How many rows of a column without levels fill a page.
    private func flatRowCount(from start: Int) -> Int {
        var (low, high) = (1, min(rowLimit, batch.levelCount - start))
        guard byteCount(start..<start + high) > byteLimit else { return high }
        while low < high {
            let middle = (low + high) / 2
            if byteCount(start..<start + middle) < byteLimit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func byteCount(_ values: Range<Int>) -> Int {
        var count = values.count * valueByteCount
        if batch.indices == nil, case .byteArray(let arrays) = batch.values { count += arrays.range(values).count }
        return count
    }

    private func skipRow(_ level: inout Int, _ value: inout Int) {
        repeat {
            value += (batch.definitionLevels.map { $0[level] == column.maximumDefinitionLevel } ?? true) ? 1 : 0
            level += 1
        } while level < batch.levelCount && (batch.repetitionLevels.map { $0[level] > 0 } ?? false)
    }
}
