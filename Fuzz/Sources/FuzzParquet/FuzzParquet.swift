import Parquet

/// Reads whatever bytes come as a Parquet file, in every way a reader has. Errors are right; traps and reads past the
/// end are not. Whatever reads without an error is written anew and must read back the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParquet(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var limits = Limits()
    limits.pageByteCount = 1 << 20
    limits.pageValueCount = 1 << 16
    limits.columnValueCount = 1 << 16
    limits.columnByteCount = 1 << 20
    limits.bloomFilterByteCount = 1 << 20
    guard let reader = try? ParquetReader(MemorySource(bytes), limits: limits) else { return 0 }
    for group in 0..<min(reader.rowGroupCount, 4) {
        for column in reader.schema.columns.indices.prefix(16) { read(reader, column, group) }
    }
    return 0
}

private func read(_ reader: ParquetReader, _ column: Int, _ group: Int) {
    _ = try? reader.pages(column: column, rowGroup: group)
    _ = try? reader.bounds(column: column, rowGroup: group)
    _ = try? reader.bloomFilter(column: column, rowGroup: group)?.mayContain(BloomKey("value"))
    _ = try? reader.mayContain(BloomKey("value"), column: column, rowGroup: group)
    let rowCount = reader.rowCount(ofRowGroup: group)
    if rowCount > 2 {
        let rows = [0..<1, rowCount / 2..<rowCount / 2 + 1]
        _ = try? reader.read(column: column, rowGroup: group, rows: rows, keepingDictionary: true)
    }
    guard let batch = try? reader.read(column: column, rowGroup: group) else { return }
    rewrite(batch, reader.schema.columns[column])
}

private func rewrite(_ batch: ColumnBatch, _ column: Column) {
    guard let type = try? ColumnType(column.type, column.logicalType) else { return }
    let field: Field =
        if column.isList {
            .list(
                "x", of: type, isOptional: column.elementDefinitionLevel > 1,
                elementIsOptional: column.maximumDefinitionLevel > column.elementDefinitionLevel)
        } else {
            column.maximumDefinitionLevel == 0 ? .required("x", type) : .optional("x", type)
        }
    guard let schema = try? Schema([field]) else { return }
    guard schema.columns[0].maximumDefinitionLevel == column.maximumDefinitionLevel, batch.rowCount > 0 else { return }
    let sink = MemorySink()
    var options = WriterOptions()
    options.pageRowLimit = 7
    guard var writer = try? ParquetWriter(sink, schema: schema, options: options) else { return }
    // A damaged file can have levels that no writer would accept.
    guard (try? writer.appendRowGroup([batch])) != nil else { return }
    guard (try? writer.finish()) != nil else { fatalError("a file could not be finished") }
    guard let again = try? ParquetReader(MemorySource(sink.bytes)).read(column: 0, rowGroup: 0) else {
        fatalError("what was written cannot be read")
    }
    guard again.levelCount == batch.levelCount, sameBits(again.values, batch.values) else {
        fatalError("what was written reads differently")
    }
}

private func sameBits(_ left: ColumnValues, _ right: ColumnValues) -> Bool {
    guard case .double(let left) = left, case .double(let right) = right else { return left == right }
    return left.map(\.bitPattern) == right.map(\.bitPattern)
}
