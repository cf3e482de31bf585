/// The bounds of each data page of a column chunk, so that pages without a match are never read.
package struct ColumnIndex: Hashable, Sendable {
    /// How the bounds run from page to page, pages of nulls left out.
    package enum BoundaryOrder: Int32, Sendable {
        case unordered = 0
        case ascending = 1
        case descending = 2
    }

    /// Whether a page has nulls alone; its bounds are empty then.
    package var isNullPage: [Bool] = []
    /// In the form of `Statistics.minimum` and `maximum`.
    package var minimums: [[UInt8]] = []
    package var maximums: [[UInt8]] = []
    package var boundaryOrder = BoundaryOrder.unordered
    /// Empty when the writer did not count.
    package var nullCounts: [Int64] = []
    /// Empty when the column has no NaN, or the writer did not count.
    package var nanCounts: [Int64] = []
}

extension ColumnIndex: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        self.init()
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: isNullPage = try reader.booleans(field)
            case 2: minimums = try reader.binaries(field)
            case 3: maximums = try reader.binaries(field)
            case 4: boundaryOrder = BoundaryOrder(rawValue: try reader.integer(field)) ?? .unordered
            case 5: nullCounts = try reader.integers(field)
            case 8: nanCounts = try reader.integers(field)
            default: try reader.skip(field)
            }
        }
        let count = isNullPage.count
        guard minimums.count == count, maximums.count == count, nullCounts.isEmpty || nullCounts.count == count else {
            throw ParquetError.corruption("the lists of a column index differ in length")
        }
    }

    func write(to writer: inout ThriftWriter) {
        writer.list(1, isNullPage)
        writer.list(2, minimums)
        writer.list(3, maximums)
        writer.field(4, boundaryOrder.rawValue)
        if !nullCounts.isEmpty { writer.list(5, nullCounts) }
        if !nanCounts.isEmpty { writer.list(8, nanCounts) }
    }
}
