internal import Logbook
internal import Parquet

/// Reads a segment file: its columns, what is known of their pages, and the records that they stand for.
///
/// Has no state but the steps that it keeps, so that blocks and columns can be read in parallel. A *block* is a row
/// group; a row is counted from the block's first. All columns of a block have their pages' borders at the same rows.
/// Everything that is damaged is `LogStoreError` with `corruption`, which names the file and, as far as known, the
/// byte.
final class SegmentReader: Sendable {
    let path: String
    let metadata: SegmentMetadata
    let file: ParquetReader
    let steps = KeptSteps()
    /// Nulls of each column of each block, as the footer says.
    private let nullCounts: [[Int?]]
    /// Of each column of each block whether it has no value, one block after the other: asked for most often.
    private let absences: [Bool]

    /// Opens the file of a segment that the manifest names.
    ///
    /// - Throws: `corruption` when the file is missing, damaged, or another segment's.
    convenience init(segment: Segment, path: String, fileSystem: any FileSystem) throws {
        do {
            try self.init(file: try fileSystem.open(path, .read))
        } catch let error as FileSystemError where error.number == FileSystemError.notFound {
            throw LogStoreError(.corruption, "segment file \(path) is missing; restore it from a backup")
        }
        guard
            metadata.stream == segment.stream, metadata.closedMilliseconds == segment.id.closedMilliseconds,
            metadata.extent == segment.extent, metadata.root == segment.root
        else { throw LogStoreError(.corruption, "segment file \(path) is not the one that the manifest names") }
    }

    /// Opens a file by what it says of itself.
    init(file: any OpenFile) throws {
        path = file.path
        let source = try SegmentSource(file)
        self.file = try Self.naming(file.path) { try ParquetReader(source) }
        guard let metadata = SegmentMetadata(value: self.file.value(forKey:)) else {
            throw LogStoreError(.corruption, "segment file \(file.path) is none of Daybook's, or of another version")
        }
        let rowCounts = self.file.metadata.rowGroups.map { Int($0.rowCount) }
        guard self.file.schema == SegmentSchema.of(metadata.stream.kind).schema,
            rowCounts == metadata.blocks.map(\.count)
        else { throw LogStoreError(.corruption, "segment file \(file.path) has not the columns or rows of its kind") }
        self.metadata = metadata
        nullCounts = self.file.metadata.rowGroups.map { group in
            group.columns.map { $0.metadata.statistics?.nullCount.map { Int($0) } }
        }
        absences = zip(nullCounts, rowCounts).flatMap { counts, rowCount in counts.map { $0 == rowCount } }
    }

    /// What each block holds, in their order.
    var blocks: [RecordExtent] { metadata.blocks }

    /// Reads one column of a block.
    ///
    /// - Parameters:
    ///   - column: the raw value of an `AccessColumn` or `AuditColumn`, whichever the stream's kind asks for.
    ///   - rows: ascending runs that do not overlap; `nil` for all rows. Only their pages are read.
    ///   - keepingDictionary: leaves values as indices into the block's dictionary where it has one.
    ///   - dictionary: the block's, where it was read before.
    func column(
        _ column: Int, block: Int, rows: [Range<Int>]? = nil, keepingDictionary: Bool = false,
        dictionary: ByteArrays? = nil
    ) throws -> ColumnBatch {
        guard !isAbsent(column, block: block) else {
            let rowCount = rows?.reduce(0) { $0 + $1.count } ?? blocks[block].count
            return try Self.naming(path) { try file.schema.columns[column].batch(ofAbsentRows: rowCount) }
        }
        return try Self.naming(path) {
            try file.read(
                column: column, rowGroup: block, rows: rows, keepingDictionary: keepingDictionary,
                dictionary: dictionary.map { .byteArray($0) })
        }
    }

    /// The different texts of a column in a block; `nil` when some are kept otherwise, or it is not of texts.
    func dictionary(of column: Int, block: Int) throws -> ByteArrays? {
        guard file.schema.columns[column].type == .byteArray,
            case .byteArray(let dictionary)? = try Self.naming(
                path, { try file.dictionary(column: column, rowGroup: block) })
        else { return nil }
        return dictionary
    }

    /// What the page index says of each page of a column, without reading a page.
    func pages(of column: Int, block: Int) throws -> [PageSummary] {
        try Self.naming(path) {
            guard let pages = try file.pages(column: column, rowGroup: block) else { return [] }
            return pages
        }
    }

    /// The least and the greatest value of a column in a block; `nil` when it has none, or texts were cut.
    func bounds(of column: Int, block: Int) throws -> (minimum: Scalar, maximum: Scalar)? {
        try Self.naming(path) { try file.bounds(column: column, rowGroup: block) }
    }

    /// Nulls of a column in a block; for a list, rows without an element count too.
    func nullCount(of column: Int, block: Int) -> Int? { nullCounts[block][column] }

    /// Whether the footer says that no row of a block has a value of the column, or of a list an element.
    func isAbsent(_ column: Int, block: Int) -> Bool {
        absences[block * file.schema.columns.count + column]
    }

    /// Asks the bloom filter of a column whether a value may be in a block: `false` is certain, `nil` says that there
    /// is no filter.
    func mayContain(_ key: BloomKey, column: Int, block: Int) throws -> Bool? {
        try Self.naming(path) { try file.mayContain(key, column: column, rowGroup: block) }
    }

    /// The bloom filter of a column in a block; `nil` where there is none.
    func filter(of column: Int, block: Int) throws -> SplitBlockBloomFilter? {
        try Self.naming(path) { try file.bloomFilter(column: column, rowGroup: block) }
    }

    /// Gives what Parquet finds wrong the name of the file.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ParquetError {
            throw LogStoreError(.corruption, "segment file \(path) is damaged: \(error); restore it from a backup")
        }
    }
}

extension Column {
    /// Rows without a value.
    fileprivate func batch(ofAbsentRows count: Int) throws -> ColumnBatch {
        let levels = [UInt8](repeating: 0, count: count)
        return ColumnBatch(
            try ColumnValues(type), definitionLevels: levels, repetitionLevels: isList ? levels : nil)
    }
}
