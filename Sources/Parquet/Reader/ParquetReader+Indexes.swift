extension ParquetReader {
    /// Where the pages of a column chunk lie; `nil` when the file does not say.
    package func offsetIndex(column: Int, rowGroup: Int) throws -> OffsetIndex? {
        let chunk = try chunk(column: column, rowGroup: rowGroup)
        guard let offset = chunk.offsetIndexOffset, let byteCount = chunk.offsetIndexByteCount else { return nil }
        return try readStructure(column, rowGroup, at: offset, byteCount: Int(byteCount))
    }

    /// The bounds of the pages of a column chunk; `nil` when the file does not say.
    package func columnIndex(column: Int, rowGroup: Int) throws -> ColumnIndex? {
        let chunk = try chunk(column: column, rowGroup: rowGroup)
        guard let offset = chunk.columnIndexOffset, let byteCount = chunk.columnIndexByteCount else { return nil }
        return try readStructure(column, rowGroup, at: offset, byteCount: Int(byteCount))
    }

    /// What both indexes say of each page of a column chunk; `nil` when one of them is missing.
    package func pages(column: Int, rowGroup: Int) throws -> [PageSummary]? {
        guard let offsets = try offsetIndex(column: column, rowGroup: rowGroup),
            let index = try columnIndex(column: column, rowGroup: rowGroup)
        else { return nil }
        let leaf = schema.columns[column]
        return try placing(column: leaf.name, rowGroup: rowGroup) {
            guard offsets.pages.count == index.isNullPage.count else {
                throw ParquetError.corruption("the two indexes of a column chunk differ in length")
            }
            let isOrdered = hasMeaningfulBounds(column)
            return try offsets.pages.indices.map { page in
                let next = page + 1 < offsets.pages.count ? offsets.pages[page + 1].firstRow : nil
                let end = next.map { Int($0) } ?? rowCount(ofRowGroup: rowGroup)
                let start = Int(offsets.pages[page].firstRow)
                guard start < end else { throw ParquetError.corruption("the rows of an offset index do not ascend") }
                let hasBounds = isOrdered && !index.isNullPage[page]
                return PageSummary(
                    rows: start..<end, isNull: index.isNullPage[page],
                    nullCount: index.nullCounts.isEmpty ? nil : Int(index.nullCounts[page]),
                    minimum: hasBounds ? Scalar(index.minimums[page], type: leaf.type) : nil,
                    maximum: hasBounds ? Scalar(index.maximums[page], type: leaf.type) : nil)
            }
        }
    }

    /// The bounds of a column chunk; `nil` when the file does not say, or not in the order of the column's type.
    package func bounds(column: Int, rowGroup: Int) throws -> (minimum: Scalar, maximum: Scalar)? {
        let chunk = try chunk(column: column, rowGroup: rowGroup)
        let type = schema.columns[column].type
        guard hasMeaningfulBounds(column), let statistics = chunk.metadata.statistics,
            let minimum = statistics.minimum.flatMap({ Scalar($0, type: type) }),
            let maximum = statistics.maximum.flatMap({ Scalar($0, type: type) })
        else { return nil }
        return (minimum, maximum)
    }

    /// Bounds mean something when the file says that they follow the type's order, and that order is known here.
    private func hasMeaningfulBounds(_ column: Int) -> Bool {
        let orders = metadata.hasTypeDefinedOrder
        return orders.indices.contains(column) && orders[column] && schema.columns[column].order != nil
    }

    private func readStructure<Value: ThriftStructure>(
        _ column: Int, _ rowGroup: Int, at offset: Int64, byteCount: Int
    ) throws -> Value {
        let start = Int(offset)
        return try placing(column: schema.columns[column].name, rowGroup: rowGroup, fileOffset: start) {
            guard start >= FileFrame.magic.count, byteCount > 0,
                byteCount <= source.byteCount - FileFrame.tailByteCount - start
            else { throw ParquetError.corruption("a page index lies outside of the file") }
            guard byteCount <= limits.footerByteCount else {
                throw ParquetError.limitExceeded("a page index of \(byteCount) bytes")
            }
            return try source.read(start..<start + byteCount) { bytes in
                var reader = ThriftReader(bytes)
                return try Value(from: &reader)
            }
        }
    }
}
