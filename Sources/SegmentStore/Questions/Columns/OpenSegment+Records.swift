internal import Logbook
internal import Parquet

extension OpenSegment {
    /// Rebuilds records of a block, in their order.
    ///
    /// - Parameter rows: ascending.
    func records(of block: Int, rows: [Int]) throws -> [StoredRecord] {
        try onEachPage(of: block, rows: rows) { columns, rows, positions in
            try reader.records(of: block, rows: rows) { column in
                try batch(of: column, block: block, columns.part, positions)
            }
        }
    }

    /// Where records of other segments end and those of this one begin is no matter to a reader: it goes page by page.
    ///
    /// - Parameters:
    ///   - rows: ascending.
    ///   - body: gets columns of a page, rows of the block that are in it, and the same rows counted from the page's
    ///     first.
    func onEachPage<Result>(
        of block: Int, rows: [Int],
        _ body: (_ columns: BlockColumns, _ rows: [Int], _ positions: [Int]) throws -> [Result]
    ) throws -> [Result] {
        var results: [Result] = []
        var rest = rows[...]
        for (page, pageRows) in try pageRows(of: block).enumerated() {
            guard let first = rest.first else { break }
            guard first < pageRows.upperBound else { continue }
            let own = rest.prefix { $0 < pageRows.upperBound }
            rest = rest.dropFirst(own.count)
            let columns = BlockColumns(self, block: block, .page(page), rows: pageRows)
            let made = try body(columns, Array(own), own.map { $0 - pageRows.lowerBound })
            // Most rows are of one page.
            if results.isEmpty { results = made } else { results += made }
        }
        return results
    }

    /// Some rows of a column.
    ///
    /// - Parameter positions: ascending, counted from the first row of the part.
    private func batch(of column: Int, block: Int, _ part: ColumnPart, _ positions: [Int]) throws -> ColumnBatch {
        let definition = reader.file.schema.columns[column]
        guard !reader.isAbsent(column, block: block) else {
            let levels = [UInt8](repeating: 0, count: positions.count)
            let values: ColumnValues = definition.type == .byteArray ? .byteArray(ByteArrays()) : .int64([])
            return ColumnBatch(values, definitionLevels: levels, repetitionLevels: definition.isList ? levels : nil)
        }
        let text = TextColumns.of(reader.kind)
        switch (definition.isList, definition.type) {
        case (false, .byteArray): return try texts(column, block: block, part).batch(of: positions)
        case (false, _): return try integers(column, block: block, part).batch(of: positions)
        case (true, .byteArray) where column == text.hex || column == text.texts:
            return try byteLists(column, block: block, part).batch(of: positions)
        case (true, .byteArray): return try textLists(column, block: block, part).batch(of: positions)
        case (true, _): return try integerLists(column, block: block, part).batch(of: positions)
        }
    }
}
