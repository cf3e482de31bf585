/// Some rows of one column: values without gaps, and levels that say where the gaps are.
package struct ColumnBatch: Sendable, Hashable {
    /// The values, nulls left out; with `indices` the dictionary that those point into.
    package var values: ColumnValues
    /// For each value, nulls left out, its place in the dictionary `values`; `nil` when there is no dictionary.
    package var indices: [UInt32]?
    /// One for each value, null or empty list; `nil` when every value is there.
    package var definitionLevels: [UInt8]?
    /// One for each value, null or empty list; `nil` for a plain column.
    package var repetitionLevels: [UInt8]?

    /// Takes the parts as they are; a writer checks that they fit.
    package init(
        _ values: ColumnValues, indices: [UInt32]? = nil, definitionLevels: [UInt8]? = nil,
        repetitionLevels: [UInt8]? = nil
    ) {
        self.values = values
        self.indices = indices
        self.definitionLevels = definitionLevels
        self.repetitionLevels = repetitionLevels
    }

    /// Values, nulls left out.
    package var valueCount: Int { indices?.count ?? values.count }

    /// Values, nulls and empty lists.
    package var levelCount: Int { definitionLevels?.count ?? repetitionLevels?.count ?? valueCount }

    package var rowCount: Int {
        repetitionLevels.map { countOccurrences(of: 0, in: $0.span) } ?? levelCount
    }
}
