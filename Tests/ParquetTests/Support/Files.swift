@testable import Parquet

/// A file of one row group in memory.
func file(
    _ fields: [Field], _ columns: [ColumnBatch], keyValues: [KeyValue] = [], options: WriterOptions = WriterOptions()
) throws -> [UInt8] {
    let sink = MemorySink()
    var writer = try ParquetWriter(sink, schema: Schema(fields), options: options)
    try writer.appendRowGroup(columns)
    _ = try writer.finish(keyValues: keyValues)
    return sink.bytes
}

/// A reader of a file of one row group in memory.
func reader(
    _ fields: [Field], _ columns: [ColumnBatch], options: WriterOptions = WriterOptions()
) throws -> ParquetReader {
    try ParquetReader(MemorySource(file(fields, columns, options: options)))
}

/// Options for all columns of a file.
func options(
    _ encoding: Encoding? = nil, dictionary: ColumnOptions.DictionaryPolicy = .never,
    compression: Compression = .none, pageRowLimit: Int = 20_000
) -> WriterOptions {
    var options = WriterOptions()
    options.pageRowLimit = pageRowLimit
    options.standard.encoding = encoding
    options.standard.dictionary = dictionary
    options.standard.compression = compression
    return options
}

/// The same values, told apart by their bits where they are doubles.
func haveSameBits(_ left: ColumnValues, _ right: ColumnValues) -> Bool {
    guard case .double(let left) = left, case .double(let right) = right else { return left == right }
    return left.map(\.bitPattern) == right.map(\.bitPattern)
}

/// Levels with the maximum spelled out where a batch leaves it unsaid.
func definitionLevels(of batch: ColumnBatch, _ column: Column) -> [UInt8] {
    batch.definitionLevels ?? [UInt8](repeating: column.maximumDefinitionLevel, count: batch.levelCount)
}

/// The bytes of hexadecimal digits.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.filter { !$0.isWhitespace })
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
}
