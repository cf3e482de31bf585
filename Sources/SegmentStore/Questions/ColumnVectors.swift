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
        // Rows without values share their start with the next one, so the last row that begins there is right.
        row = starts.lastIndex(atMost: UInt32(value), from: row)
        rows.insert(row)
    }
}

extension [UInt32] {
    /// The last place from `start` on whose number, of all but the last number, is at most this one; `start` itself is
    /// taken to be such a place. The numbers ascend, and the last one is beyond all that are looked for.
    func lastIndex(atMost number: UInt32, from start: Int) -> Int {
        // Places come close together or far apart: steps that double, then a search between the last two.
        var low = start
        var step = 1
        while low + step < count - 1, self[low + step] <= number {
            low += step
            step *= 2
        }
        var high = Swift.min(low + step, count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= number { low = middle } else { high = middle }
        }
        return low
    }
}
