/// The rows of each number of a column that has few different ones: what a condition leaves of them is told without
/// looking at the column again.
struct NumberBitmaps: Sendable {
    private var numbers: [Int64] = []
    /// Those of each number, in the same order.
    private var rows: [RowSelection] = []
    private let rowCount: Int

    /// - Returns: `nil` where there are more than a few numbers.
    init?(_ vector: IntegerVector) {
        rowCount = vector.rowCount
        // Most columns with many different numbers have them right at the beginning.
        guard Set(vector.values.prefix(Self.sampleCount)).count <= Limits.bitmapCount else { return nil }
        var rest = vector.presentRows
        while let first = rest.first {
            guard numbers.count < Limits.bitmapCount else { return nil }
            let number = vector.values[first]
            let ofNumber = vector.rows(in: number...number)
            numbers.append(number)
            rows.append(ofNumber)
            rest.subtract(ofNumber)
        }
    }

    private static let sampleCount = 1_024

    /// The rows that have a number in the range.
    func rows(in range: ClosedRange<Int64>) -> RowSelection {
        var found = RowSelection(noneOf: rowCount)
        for (number, rows) in zip(numbers, rows) where range.contains(number) { found.formUnion(rows) }
        return found
    }

    /// Bytes that it takes.
    var byteCount: Int { rows.reduce(0) { $0 + $1.words.count * 8 + 64 } }
}
