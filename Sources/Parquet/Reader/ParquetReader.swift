/// Reads a file: its footer at once, and of its columns what is asked for.
///
/// A reader has no state, so that columns can be read in parallel.
package struct ParquetReader: Sendable {
    package let metadata: FileMetadata
    package let schema: Schema
    let source: any ByteSource
    let limits: Limits

    /// Reads the footer.
    ///
    /// - - Throws: `corruption` when this is no Parquet file or its footer contradicts itself, `unsupported` for
    ///   encrypted files, `limitExceeded`; what the source throws.
    package init(_ source: any ByteSource, limits: Limits = Limits()) throws {
        let range = try Self.footerRange(of: source, limits)
        (metadata, schema) = try placing(fileOffset: range.lowerBound) {
            let metadata = try source.read(range) { bytes in
                var reader = ThriftReader(bytes)
                return try FileMetadata(from: &reader)
            }
            let schema = try Schema(elements: metadata.schemaElements)
            try Self.check(metadata, schema)
            return (metadata, schema)
        }
        self.source = source
        self.limits = limits
    }

    /// The value of the footer's first entry with this key.
    package func value(forKey key: String) -> String? {
        metadata.value(forKey: key)
    }

    package var rowGroupCount: Int { metadata.rowGroups.count }

    /// Rows of a row group.
    package func rowCount(ofRowGroup index: Int) -> Int {
        Int(metadata.rowGroups[index].rowCount)
    }

    /// Reads the values of one column in one row group.
    ///
    /// With a list of rows, only pages that have some of them are read and decoded, as far as the file says which those
    /// are.
    ///
    /// - Parameters:
    ///   - column: index of the column in `schema`.
    ///   - rows: ascending runs of rows that do not overlap, counted from the row group's first; `nil` for all.
    ///   - - keepingDictionary: leaves values as indices into the chunk's dictionary, where it has one for all pages
    ///     read.
    ///   - dictionary: what `dictionary(column:rowGroup:)` gave for the chunk, so that it is not read again.
    /// - Throws: `corruption`, `unsupported` and `limitExceeded` with column, row group and file offset; `outOfBounds`
    ///   for a column, row group or row that is not there; what the source throws.
    package func read(
        column: Int, rowGroup: Int, rows: [Range<Int>]? = nil, keepingDictionary: Bool = false,
        dictionary: ColumnValues? = nil
    ) throws -> ColumnBatch {
        let chunk = try chunk(column: column, rowGroup: rowGroup)
        return try placing(column: schema.columns[column].name, rowGroup: rowGroup) {
            var reader = try ColumnChunkReader(
                schema.columns[column], chunk, rowCount: rowCount(ofRowGroup: rowGroup), source: source,
                limits: limits, keepingDictionary: keepingDictionary, dictionary: dictionary)
            guard let rows else { return try reader.readAll() }
            return try reader.read(rows, offsetIndex: try offsetIndex(column: column, rowGroup: rowGroup))
        }
    }

    /// The distinct values of a column in a row group, when all its pages are made of indices into them; else `nil`.
    ///
    /// - Throws: as `read` does.
    package func dictionary(column: Int, rowGroup: Int) throws -> ColumnValues? {
        let chunk = try chunk(column: column, rowGroup: rowGroup)
        return try placing(column: schema.columns[column].name, rowGroup: rowGroup) {
            var reader = try ColumnChunkReader(
                schema.columns[column], chunk, rowCount: rowCount(ofRowGroup: rowGroup), source: source,
                limits: limits, keepingDictionary: true)
            return try reader.readDictionary()
        }
    }

    /// What the footer says about a column's part of a row group.
    package func chunk(column: Int, rowGroup: Int) throws -> ColumnChunk {
        guard schema.columns.indices.contains(column), metadata.rowGroups.indices.contains(rowGroup) else {
            throw ParquetError.outOfBounds("column \(column) of row group \(rowGroup) is not there")
        }
        return metadata.rowGroups[rowGroup].columns[column]
    }

    private static func footerRange(of source: any ByteSource, _ limits: Limits) throws -> Range<Int> {
        let tail = source.byteCount - FileFrame.tailByteCount
        guard tail >= FileFrame.magic.count else { throw ParquetError.corruption("too short for a Parquet file") }
        let length = try placing(fileOffset: tail) {
            try source.read(tail..<source.byteCount) { bytes in
                let magic = bytes.extracting(4..<8).array
                guard magic != FileFrame.encryptedMagic else { throw ParquetError.unsupported("the file is encrypted") }
                guard magic == FileFrame.magic else { throw ParquetError.corruption("no Parquet file, or cut short") }
                let length = Int(bytes.load(at: 0, as: UInt32.self))
                guard length <= tail - FileFrame.magic.count else {
                    throw ParquetError.corruption("the footer is longer than the file")
                }
                guard length <= limits.footerByteCount else {
                    throw ParquetError.limitExceeded("a footer of \(length) bytes")
                }
                return length
            }
        }
        return tail - length..<tail
    }

    private static func check(_ metadata: FileMetadata, _ schema: Schema) throws {
        var rowCount: Int64 = 0
        for (index, group) in metadata.rowGroups.enumerated() {
            try placing(rowGroup: index) {
                guard group.columns.count == schema.columns.count else {
                    throw ParquetError.corruption("a row group has not the columns of the schema")
                }
                for (chunk, column) in zip(group.columns, schema.columns) where chunk.metadata.type != column.type {
                    throw ParquetError.corruption("a column chunk is not of its column's type").at(column: column.name)
                }
                let (sum, overflow) = rowCount.addingReportingOverflow(group.rowCount)
                guard !overflow else { throw ParquetError.corruption("the row counts overflow") }
                rowCount = sum
            }
        }
        guard rowCount == metadata.rowCount else {
            throw ParquetError.corruption("the file's row count is not the sum of its row groups'")
        }
    }
}
