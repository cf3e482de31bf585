extension ColumnBatch {
    /// Where rows of a batch lie in its levels and in its values.
    struct Extent: Equatable {
        var levels: Range<Int>
        var values: Range<Int>
    }

    /// Finds a run of rows.
    ///
    /// - Parameter rows: within `0..<rowCount`.
    func extent(of rows: Range<Int>, in column: Column) -> Extent {
        let levels: Range<Int>
        if let repetitionLevels {
            let start = Self.position(ofRow: rows.lowerBound, in: repetitionLevels.span, from: 0, row: -1)
            let end =
                rows.isEmpty
                ? start
                : Self.position(
                    ofRow: rows.upperBound, in: repetitionLevels.span, from: start + 1, row: rows.lowerBound)
            levels = start..<end
        } else {
            levels = rows
        }
        guard let definitionLevels else { return Extent(levels: levels, values: levels) }
        let span = definitionLevels.span
        let before = countOccurrences(
            of: column.maximumDefinitionLevel, in: span.extracting(0..<levels.lowerBound))
        let within = countOccurrences(of: column.maximumDefinitionLevel, in: span.extracting(levels))
        return Extent(levels: levels, values: before..<before + within)
    }

    /// The position at which `target` begins, or the end when there are no more rows.
    private static func position(ofRow target: Int, in levels: Span<UInt8>, from start: Int, row: Int) -> Int {
        var row = row
        for index in start..<max(start, levels.count) where levels[index] == 0 {
            row += 1
            if row == target { return index }
        }
        return levels.count
    }

    /// Appends a run of another's rows. Both have indices into the same dictionary, or none has.
    mutating func append(_ other: ColumnBatch, rows: Range<Int>, of column: Column) {
        let extent = other.extent(of: rows, in: column)
        let levelCountBefore = levelCount
        if other.definitionLevels != nil, definitionLevels == nil {
            definitionLevels = [UInt8](repeating: column.maximumDefinitionLevel, count: levelCountBefore)
        }
        if definitionLevels != nil {
            if let more = other.definitionLevels {
                definitionLevels?.append(contentsOf: more[extent.levels])
            } else {
                definitionLevels?.append(
                    contentsOf: repeatElement(column.maximumDefinitionLevel, count: extent.levels.count))
            }
        }
        if let more = other.repetitionLevels {
            if repetitionLevels == nil { repetitionLevels = [] }
            repetitionLevels?.append(contentsOf: more[extent.levels])
        }
        if let more = other.indices {
            indices?.append(contentsOf: more[extent.values])
        } else {
            values.append(other.values, extent.values)
        }
    }
}
