/// How a file is laid out.
package struct WriterOptions: Sendable {
    /// A page ends with the row that brings it to either bound; the bytes are those before compression.
    package var pageRowLimit = 20_000
    package var pageByteLimit = 1 << 20
    /// Bytes of a bound of byte arrays in statistics and column indexes; longer ones are shortened.
    package var boundByteLimit = 64
    /// What the footer names as the file's maker, in the form "name version number (build hash)".
    package var createdBy = "daybook-parquet version 1.0.0"
    /// The order that the caller keeps the rows of each row group in. It is stated, not checked.
    package var sortingColumns: [SortingColumn] = []
    /// For columns that are not named in `columns`.
    package var standard = ColumnOptions()
    /// By name; a list goes by its own name.
    package var columns: [String: ColumnOptions] = [:]

    package init() {}

    /// The options of each column.
    func resolved(for schema: Schema) throws -> [ColumnOptions] {
        for name in columns.keys where schema.column(named: name) == nil {
            throw ParquetError.invalidInput("options for a column that is not there").at(column: name)
        }
        for key in sortingColumns where !schema.columns.indices.contains(key.column) {
            throw ParquetError.invalidInput("a sorting column that is not there")
        }
        return try schema.columns.map { column in
            let chosen = columns[column.name] ?? columns[column.path[0]] ?? standard
            return try placing(column: column.name) {
                _ = try chosen.encoding(for: column.type)
                return chosen
            }
        }
    }
}

/// How one column is written.
package struct ColumnOptions: Sendable {
    /// When distinct values are written once, and the rest as their indices.
    package enum DictionaryPolicy: Sendable, Hashable {
        case never
        /// Where it is smaller than the plain encoding, and its entries take no more than the limit.
        case automatic(byteLimit: Int)
    }

    /// How much is said about the values beside them.
    package enum StatisticsLevel: Sendable, Hashable {
        case none
        /// Bounds and null count of each chunk.
        case chunk
        /// And of each page, in a column index.
        case page
    }

    /// How values are encoded when no dictionary is used; `nil` picks RLE for booleans, deltas for integers, PLAIN for
    /// doubles and delta lengths for byte arrays.
    package var encoding: Encoding?
    package var dictionary = DictionaryPolicy.automatic(byteLimit: 1 << 20)
    package var compression = Compression.zstd(level: 1)
    /// The share of absent values that the bloom filter may take for present; `nil` writes no filter.
    package var bloomFilterFalsePositiveRate: Double?
    package var statistics = StatisticsLevel.page

    package init() {}

    /// The encoding for values of a type.
    func encoding(for type: PhysicalType) throws -> Encoding {
        let admitted: [Encoding]
        switch type {
        case .boolean: admitted = [.rle, .plain]
        case .int32, .int64: admitted = [.deltaBinaryPacked, .plain]
        case .double: admitted = [.plain]
        default: admitted = [.deltaLengthByteArray, .deltaByteArray, .plain]
        }
        guard let encoding else { return admitted[0] }
        guard admitted.contains(encoding) else {
            throw ParquetError.invalidInput("\(encoding) is no encoding for values of \(type)")
        }
        return encoding
    }
}
