internal import Parquet
internal import Synchronization

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
    /// Whether the entries are the dictionary of the block, so that a code means the same in all its pages.
    var isOfDictionary = false

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
///
/// Where rows begin is not found out before it is asked for: most lists are looked through in vain.
final class ListVector<Values: Sendable>: Sendable {
    private enum Starts: Sendable {
        case inLevels(repetition: [UInt8], definition: [UInt8]?, present: UInt8)
        case known([UInt32])
    }

    let values: Values
    let rowCount: Int
    /// Bytes that it takes to know where rows begin, at most.
    let startsByteCount: Int
    private let knownStarts: Mutex<Starts>

    /// - Parameter present: the definition level of a value.
    init(values: Values, rowCount: Int, repetition: [UInt8], definition: [UInt8]?, present: UInt8) {
        self.values = values
        self.rowCount = rowCount
        startsByteCount = max(repetition.count + (definition?.count ?? 0), (rowCount + 1) * 4)
        knownStarts = Mutex(.inLevels(repetition: repetition, definition: definition, present: present))
    }

    /// Where the values of each row begin, and at last how many values there are.
    var starts: [UInt32] {
        knownStarts.withLock { known in
            switch known {
            case .known(let starts): return starts
            case .inLevels(let repetition, let definition, let present):
                let starts = Vectors.starts(repetition: repetition, definition: definition, present: present)
                known = .known(starts)
                return starts
            }
        }
    }

    /// The values of a row.
    func range(ofRow row: Int) -> Range<Int> {
        let starts = starts
        return Int(starts[row])..<Int(starts[row + 1])
    }

    /// The rows of the values that `search` names in ascending order.
    func rows(of search: (_ add: (Int) -> Void) -> Void) -> RowSelection {
        var rows = RowSelection(noneOf: rowCount)
        var row = 0
        var known: [UInt32]?
        search { value in
            let starts = known ?? starts
            known = starts
            // Rows without values share their start with the next one, so the last row that begins there is right.
            row = starts.lastIndex(atMost: UInt32(value), from: row)
            rows.insert(row)
        }
        return rows
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
