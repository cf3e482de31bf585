internal import Logbook
internal import Parquet

/// The columns of some rows of a block, each read when it is first asked for.
///
/// Belongs to one question on one thread.
final class BlockColumns {
    let segment: OpenSegment
    /// Index of the block in its segment.
    let block: Int
    /// Rows of the block, ascending runs; `nil` for all.
    let runs: [Range<Int>]?
    /// How many rows these are.
    let rowCount: Int
    private let schema: Parquet.Schema
    private var integerVectors: [Int: IntegerVector] = [:]
    private var textVectors: [Int: TextVector] = [:]

    init(_ segment: OpenSegment, block: Int, runs: [Range<Int>]? = nil) {
        self.segment = segment
        self.block = block
        self.runs = runs
        schema = SegmentSchema.of(segment.reader.kind).schema
        rowCount = runs.map { $0.reduce(0) { $0 + $1.count } } ?? segment.reader.blocks[block].count
    }

    var reader: SegmentReader { segment.reader }

    /// Whether the footer says that no row of the block has a value.
    func isAbsent(_ column: Int) throws -> Bool {
        try reader.isAbsent(column, block: block)
    }

    /// A column of INT32 or INT64.
    func integers(_ column: Int) throws -> IntegerVector {
        if let vector = integerVectors[column] { return vector }
        let vector = try readIntegers(column)
        integerVectors[column] = vector
        return vector
    }

    /// A column of texts.
    func texts(_ column: Int) throws -> TextVector {
        if let vector = textVectors[column] { return vector }
        let vector = try readTexts(column)
        textVectors[column] = vector
        return vector
    }

    func integerLists(_ column: Int) throws -> ListVector<[Int64]> {
        let batch = try read(column)
        return try list(Self.integers(batch.values), batch, column)
    }

    func byteLists(_ column: Int) throws -> ListVector<ByteArrays> {
        let batch = try read(column)
        return try list(Self.bytes(batch.values), batch, column)
    }

    /// The values as codes of the different ones; no value is absent.
    func textLists(_ column: Int) throws -> ListVector<TextVector> {
        let (batch, entries, codes) = try readCodes(column)
        return try list(TextVector(entries: entries, codes: codes), batch, column)
    }

    private func readIntegers(_ column: Int) throws -> IntegerVector {
        guard try !isAbsent(column) else { return .absent(rowCount) }
        let batch = try read(column)
        let values = try Self.integers(batch.values)
        guard let levels = batch.definitionLevels else { return IntegerVector(values: values) }
        let present = maximumLevel(column)
        let presence = RowSelection(of: levels, equalTo: present)
        guard presence.selectedCount == values.count else { throw contradiction(column) }
        return IntegerVector(
            values: Vectors.spread(values, levels, present: present, filler: 0), presence: presence)
    }

    private func readTexts(_ column: Int) throws -> TextVector {
        guard try !isAbsent(column) else { return .absent(rowCount) }
        let (batch, entries, codes) = try readCodes(column)
        guard let levels = batch.definitionLevels else { return TextVector(entries: entries, codes: codes) }
        let present = maximumLevel(column)
        guard RowSelection(of: levels, equalTo: present).selectedCount == codes.count else {
            throw contradiction(column)
        }
        return TextVector(
            entries: entries,
            codes: Vectors.spread(codes, levels, present: present, filler: UInt32(entries.count)))
    }

    private func list<Values>(_ values: Values, _ batch: ColumnBatch, _ column: Int) throws -> ListVector<Values> {
        guard let repetition = batch.repetitionLevels, repetition.first ?? 0 == 0, batch.rowCount == rowCount else {
            throw contradiction(column)
        }
        let present = maximumLevel(column)
        return ListVector(values: values, rowCount: rowCount) {
            Vectors.starts(repetition: repetition, definition: batch.definitionLevels, present: present)
        }
    }

    /// Texts as codes of entries. Where there is no dictionary every text is an entry.
    private func readCodes(_ column: Int) throws -> (batch: ColumnBatch, entries: ByteArrays, codes: [UInt32]) {
        let batch = try read(column, keepingDictionary: true)
        let entries = try Self.bytes(batch.values)
        return (batch, entries, batch.indices ?? (0..<entries.count).map { UInt32($0) })
    }

    private func read(_ column: Int, keepingDictionary: Bool = false) throws -> ColumnBatch {
        let batch = try reader.column(column, block: block, rows: runs, keepingDictionary: keepingDictionary)
        guard batch.repetitionLevels != nil || batch.levelCount == rowCount else { throw contradiction(column) }
        return batch
    }

    private func maximumLevel(_ column: Int) -> UInt8 {
        schema.columns[column].maximumDefinitionLevel
    }

    private static func integers(_ values: ColumnValues) throws -> [Int64] {
        switch values {
        case .int64(let values): values
        case .int32(let values): values.map(Int64.init)
        default: throw LogStoreError(.corruption, "a column of a segment has not the type that it should have")
        }
    }

    private static func bytes(_ values: ColumnValues) throws -> ByteArrays {
        guard case .byteArray(let values) = values else {
            throw LogStoreError(.corruption, "a column of a segment has not the type that it should have")
        }
        return values
    }

    private func contradiction(_ column: Int) -> LogStoreError {
        let name = schema.columns[column].name
        return LogStoreError(
            .corruption, "the column \(name) of a segment contradicts itself; restore it from a backup")
    }
}

extension SegmentReader {
    var kind: Stream.Kind { metadata.stream.kind }
}
