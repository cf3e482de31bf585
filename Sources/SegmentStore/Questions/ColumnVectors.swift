internal import Parquet

/// Whole numbers of some rows. A row without a value has 0.
struct IntegerVector: Sendable {
    var values: [Int64]
    /// The rows that have a value; `nil` when all do.
    var presence: RowSelection?

    /// A column that has no value in any row.
    static func absent(_ rowCount: Int) -> IntegerVector {
        IntegerVector(values: [Int64](repeating: 0, count: rowCount), presence: RowSelection(noneOf: rowCount))
    }

    var rowCount: Int { values.count }

    /// The rows with a value in the range.
    func rows(in range: ClosedRange<Int64>) -> RowSelection {
        var rows = RowSelection(of: values, in: range)
        if let presence { rows.formIntersection(presence) }
        return rows
    }

    var presentRows: RowSelection { presence ?? RowSelection(allOf: rowCount) }
}

/// Texts of some rows: the different ones, and for each row the code of its text.
///
/// Where the file has no dictionary every row has an entry of its own.
struct TextVector: Sendable {
    var entries: ByteArrays
    /// Positions in `entries`; `absence` where there is no text.
    var codes: [UInt32]

    /// The code of rows without a text.
    var absence: Int { entries.count }
    var rowCount: Int { codes.count }

    static func absent(_ rowCount: Int) -> TextVector {
        TextVector(entries: ByteArrays(), codes: [UInt32](repeating: 0, count: rowCount))
    }

    /// The rows whose text passes; each entry is tested once.
    func rows(where passes: (RawSpan) -> Bool) -> RowSelection {
        var table = [UInt8](repeating: 0, count: entries.count + 1)
        var isPassed = false
        for index in 0..<entries.count where passes(entries[index]) {
            table[index] = 1
            isPassed = true
        }
        return isPassed ? RowSelection(of: codes, marked: table) : RowSelection(noneOf: rowCount)
    }

    var presentRows: RowSelection {
        var table = [UInt8](repeating: 1, count: entries.count + 1)
        table[absence] = 0
        return RowSelection(of: codes, marked: table)
    }
}

/// Values of a list column, and which of them belong to which row.
struct ListVector<Values: Sendable>: Sendable {
    var values: Values
    /// Where the values of each row begin, and at last how many values there are.
    var starts: [UInt32]

    func range(ofRow row: Int) -> Range<Int> {
        Int(starts[row])..<Int(starts[row + 1])
    }

    /// Adds the rows of values that are named in ascending order.
    @inline(__always)
    func rowCollector() -> RowCollector {
        RowCollector(starts: starts)
    }
}

/// Finds the rows of values that come in ascending order.
struct RowCollector {
    private let starts: [UInt32]
    private var row = 0
    private(set) var rows: RowSelection

    init(starts: [UInt32]) {
        self.starts = starts
        rows = RowSelection(noneOf: starts.count - 1)
    }

    mutating func add(value: Int) {
        let value = UInt32(value)
        var step = 1
        // Rows without values share their start with the next one, so the last row that begins there is right.
        while row + step < starts.count - 1, starts[row + step] <= value {
            row += step
            step *= 2
        }
        var high = min(row + step, starts.count - 1)
        while high - row > 1 {
            let middle = (row + high) / 2
            if starts[middle] <= value { row = middle } else { high = middle }
        }
        rows.insert(row)
    }
}
