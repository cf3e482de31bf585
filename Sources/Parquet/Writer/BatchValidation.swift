extension ColumnBatch {
    /// Refuses what the column cannot hold, so that no file comes to be that nobody can read.
    ///
    /// - Throws: `invalidInput`.
    func validate(for column: Column, rowCount: Int) throws {
        guard values.type == column.type else {
            throw ParquetError.invalidInput("values of \(values.type) for a column of \(column.type)")
        }
        if let indices {
            guard indices.isEmpty || maximum(indices.span) < values.count else {
                throw ParquetError.invalidInput("an index points past the dictionary")
            }
        }
        try validateLevels(for: column)
        guard self.rowCount == rowCount else {
            throw ParquetError.invalidInput("\(self.rowCount) rows for a row group of \(rowCount)")
        }
    }

    private func validateLevels(for column: Column) throws {
        if let definitionLevels {
            let levels = definitionLevels.span
            var largest: UInt8 = 0
            for index in levels.indices { largest = max(largest, levels[index]) }
            guard largest <= column.maximumDefinitionLevel else {
                throw ParquetError.invalidInput("a definition level is above \(column.maximumDefinitionLevel)")
            }
            guard countOccurrences(of: column.maximumDefinitionLevel, in: levels) == valueCount else {
                throw ParquetError.invalidInput("definition levels and values differ in count")
            }
        }
        guard (repetitionLevels != nil) == column.isList || levelCount == 0 else {
            throw ParquetError.invalidInput("lists need repetition levels, and other columns have none")
        }
        guard let repetitionLevels else { return }
        guard repetitionLevels.count == levelCount else {
            throw ParquetError.invalidInput("definition and repetition levels differ in count")
        }
        guard repetitionLevels.first ?? 0 == 0, repetitionLevels.allSatisfy({ $0 <= column.maximumRepetitionLevel })
        else { throw ParquetError.invalidInput("a repetition level is out of range, or the first is not 0") }
        guard let definitionLevels else { return }
        let isWhole = zip(repetitionLevels, definitionLevels).allSatisfy {
            $0 == 0 || $1 >= column.elementDefinitionLevel
        }
        guard isWhole else { throw ParquetError.invalidInput("a list goes on with an element that is not there") }
    }
}
