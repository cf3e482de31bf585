/// Walks over a batch row by row, and says where in its levels and in its values it stands.
struct RowWalk {
    /// A place before a row, or after the last.
    struct Place: Equatable {
        var row = 0
        var level = 0
        var value = 0
    }

    private let batch: ColumnBatch
    private let maximumDefinitionLevel: UInt8
    private(set) var place = Place()

    init(_ batch: ColumnBatch, _ column: Column) {
        self.batch = batch
        maximumDefinitionLevel = column.maximumDefinitionLevel
    }

    /// Goes on to the row with this index, or to the end when there are no more rows.
    ///
    /// - Parameter row: not before the row of the place.
    mutating func advance(to row: Int) {
        precondition(row >= place.row)
        let start = place.level
        if let repetitionLevels = batch.repetitionLevels {
            passBeginnings(row - place.row + 1, of: repetitionLevels.span)
        } else {
            place.row = min(row, batch.levelCount)
            place.level = place.row
        }
        guard let definitionLevels = batch.definitionLevels else {
            place.value = place.level
            return
        }
        place.value += countOccurrences(
            of: maximumDefinitionLevel, in: definitionLevels.span.extracting(start..<place.level))
    }

    /// Goes on to the last of so many beginnings of rows, counting the one at the place, or to the end.
    private mutating func passBeginnings(_ count: Int, of levels: Span<UInt8>) {
        let stretch = 64
        var left = count
        while place.level + stretch <= levels.count {
            let found = countOccurrences(of: 0, in: levels.extracting(place.level..<place.level + stretch))
            guard found < left else { break }
            left -= found
            place.level += stretch
        }
        while place.level < levels.count {
            if levels[place.level] == 0 {
                left -= 1
                guard left > 0 else { break }
            }
            place.level += 1
        }
        place.row += left == 0 ? count - 1 : count - left
    }
}

extension ColumnBatch {
    /// Appends runs of another's rows, ascending. Both have indices into the same dictionary, or none has.
    mutating func append(_ other: ColumnBatch, rows: [Range<Int>], of column: Column) {
        var walk = RowWalk(other, column)
        for run in rows {
            walk.advance(to: run.lowerBound)
            let start = walk.place
            walk.advance(to: run.upperBound)
            append(other, levels: start.level..<walk.place.level, values: start.value..<walk.place.value, of: column)
        }
    }

    private mutating func append(_ other: ColumnBatch, levels: Range<Int>, values range: Range<Int>, of column: Column)
    {
        if other.definitionLevels != nil, definitionLevels == nil {
            definitionLevels = [UInt8](repeating: column.maximumDefinitionLevel, count: levelCount)
        }
        if definitionLevels != nil {
            if let more = other.definitionLevels {
                definitionLevels?.append(contentsOf: more[levels])
            } else {
                definitionLevels?.append(contentsOf: repeatElement(column.maximumDefinitionLevel, count: levels.count))
            }
        }
        if let more = other.repetitionLevels {
            if repetitionLevels == nil { repetitionLevels = [] }
            repetitionLevels?.append(contentsOf: more[levels])
        }
        if let more = other.indices {
            indices?.append(contentsOf: more[range])
        } else {
            values.append(other.values, range)
        }
    }
}
