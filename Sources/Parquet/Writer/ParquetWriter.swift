/// Writes a file, row group after row group.
///
/// Holds one column of a row group in memory besides what the caller gives it, and the metadata of what is written.
/// After an error the file is of no use: drop the writer, and what the sink took.
package struct ParquetWriter: ~Copyable {
    package let schema: Schema
    /// Bytes handed to the sink so far.
    package private(set) var byteCount: Int

    private let sink: any ByteSink
    private let options: WriterOptions
    /// The options of each column.
    private let columnOptions: [ColumnOptions]
    private let compressor: ZstdCompressor
    private var rowGroups: [RowGroup]
    /// What the page index will say, for each column of each row group.
    private var chunks: [[WrittenChunk]]

    /// Begins a file.
    ///
    /// - Throws: `invalidInput` when an option names no column or an encoding does not fit its column; what the sink
    ///   throws.
    package init(_ sink: any ByteSink, schema: Schema, options: WriterOptions = WriterOptions()) throws {
        let columnOptions = try options.resolved(for: schema)
        let magic = FileFrame.magic
        try sink.append(magic.rawSpan)
        self.sink = sink
        self.schema = schema
        self.options = options
        self.columnOptions = columnOptions
        byteCount = magic.count
        compressor = ZstdCompressor()
        rowGroups = []
        chunks = []
    }

    /// Writes a row group of columns that are at hand.
    package mutating func appendRowGroup(_ columns: [ColumnBatch]) throws {
        guard columns.count == schema.columns.count else {
            throw ParquetError.invalidInput("\(columns.count) columns for a schema of \(schema.columns.count)")
        }
        try appendRowGroup(rowCount: columns[0].rowCount) { columns[$0] }
    }

    /// Writes a row group, asking for one column after the other. Without rows nothing is written.
    ///
    /// - Parameters:
    ///   - rowCount: rows of each column.
    ///   - pageRowLimit: in this row group in the place of the options' limit.
    ///   - bloomKeys: keys that the bloom filter of the column with an index shall know beside its values'; asked for
    ///     only where the options want a filter.
    ///   - column: gives the batch of the column with an index; it is called once for each, in their order.
    /// - Throws: `invalidInput` when a batch does not fit its column; what `column` and the sink throw.
    package mutating func appendRowGroup(
        rowCount: Int, pageRowLimit: Int? = nil, bloomKeys: (Int) -> [BloomKey] = { _ in [] },
        column: (Int) throws -> ColumnBatch
    ) throws {
        guard rowCount > 0 else { return }
        var options = options
        options.pageRowLimit = pageRowLimit ?? options.pageRowLimit
        let start = byteCount
        var written: [WrittenChunk] = []
        for index in schema.columns.indices {
            let batch = try column(index)
            written.append(
                try placing(column: schema.columns[index].name, rowGroup: rowGroups.count, fileOffset: byteCount) {
                    try writeChunk(index, batch, rowCount: rowCount, options, bloomKeys: bloomKeys)
                })
        }
        for index in written.indices { try writeBloomFilter(of: &written[index]) }
        let ordinal = Int16(exactly: rowGroups.count)
        rowGroups.append(
            RowGroup(
                columns: [], uncompressedByteCount: written.reduce(0) { $0 + $1.metadata.uncompressedByteCount },
                rowCount: Int64(rowCount), sortingColumns: options.sortingColumns, fileOffset: Int64(start),
                compressedByteCount: written.reduce(0) { $0 + $1.metadata.compressedByteCount }, ordinal: ordinal))
        chunks.append(written)
    }

    /// Ends the file with its page index and its footer.
    ///
    /// - Parameters:
    ///   - keyValues: text for the footer.
    ///   - beforeFooter: gets the footer's bytes and gives bytes that come right before it, of which the format knows
    ///     nothing: room for what the caller wants to say about the file.
    /// - Returns: what the footer says.
    package consuming func finish(
        keyValues: [KeyValue] = [], beforeFooter: ([UInt8]) -> [UInt8] = { _ in [] }
    ) throws -> FileMetadata {
        for group in chunks.indices {
            rowGroups[group].columns = chunks[group].map { ColumnChunk(metadata: $0.metadata) }
        }
        try writeColumnIndexes()
        try writeOffsetIndexes()
        let metadata = FileMetadata(
            version: 2, schemaElements: schema.elements, rowCount: rowGroups.reduce(0) { $0 + $1.rowCount },
            rowGroups: rowGroups, keyValues: keyValues, createdBy: options.createdBy,
            hasTypeDefinedOrder: schema.columns.map { _ in true })
        let footer = ThriftWriter.bytes(of: metadata)
        guard let length = UInt32(exactly: footer.count) else {
            throw ParquetError.invalidInput("a footer of 4 GiB or more")
        }
        try append(beforeFooter(footer))
        try append(footer)
        var end: [UInt8] = []
        end.appendLittleEndian(length)
        try append(end + FileFrame.magic)
        return metadata
    }

    private mutating func append(_ bytes: [UInt8]) throws {
        try sink.append(bytes.rawSpan)
        byteCount += bytes.count
    }

    private mutating func writeChunk(
        _ index: Int, _ batch: ColumnBatch, rowCount: Int, _ options: WriterOptions, bloomKeys: (Int) -> [BloomKey]
    ) throws -> WrittenChunk {
        try batch.validate(for: schema.columns[index], rowCount: rowCount)
        var writer = ColumnChunkWriter(
            schema.columns[index], columnOptions[index], options, sink: sink, compressor: compressor,
            offset: Int64(byteCount))
        let keys = columnOptions[index].bloomFilterFalsePositiveRate == nil ? [] : bloomKeys(index)
        let written = try writer.write(batch, bloomKeys: keys)
        byteCount += Int(written.metadata.compressedByteCount)
        return written
    }

    /// Filters follow their row group, so that they need not be held until the end.
    private mutating func writeBloomFilter(of chunk: inout WrittenChunk) throws {
        guard let filter = chunk.bloomFilter else { return }
        var bytes = ThriftWriter.bytes(of: BloomFilterHeader(byteCount: Int32(filter.byteCount)))
        bytes.appendElements(filter.words.span)
        chunk.metadata.bloomFilterOffset = Int64(byteCount)
        chunk.metadata.bloomFilterByteCount = Int32(bytes.count)
        chunk.bloomFilter = nil
        try append(bytes)
    }

    private mutating func writeColumnIndexes() throws {
        for group in chunks.indices {
            for index in chunks[group].indices where chunks[group][index].hasColumnIndex {
                let bytes = ThriftWriter.bytes(of: chunks[group][index].columnIndex)
                rowGroups[group].columns[index].columnIndexOffset = Int64(byteCount)
                rowGroups[group].columns[index].columnIndexByteCount = Int32(bytes.count)
                try append(bytes)
            }
        }
    }

    private mutating func writeOffsetIndexes() throws {
        for group in chunks.indices {
            for index in chunks[group].indices {
                let bytes = ThriftWriter.bytes(of: chunks[group][index].offsetIndex)
                rowGroups[group].columns[index].offsetIndexOffset = Int64(byteCount)
                rowGroups[group].columns[index].offsetIndexByteCount = Int32(bytes.count)
                try append(bytes)
            }
        }
    }
}
