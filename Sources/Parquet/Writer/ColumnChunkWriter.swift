/// Writes one column of one row group: its dictionary if it has one, its pages, and what the footer says about them.
struct ColumnChunkWriter {
    private let column: Column
    private let options: WriterOptions
    private let columnOptions: ColumnOptions
    private let finder: BoundsFinder?
    private var pages: PageWriter
    private var result: WrittenChunk
    private var offset: Int64
    private var row: Int64 = 0

    /// - Parameter offset: where in the file the chunk begins.
    init(
        _ column: Column, _ columnOptions: ColumnOptions, _ options: WriterOptions, sink: any ByteSink,
        compressor: ZstdCompressor, offset: Int64
    ) {
        self.column = column
        self.columnOptions = columnOptions
        self.options = options
        self.offset = offset
        finder = ValueComparator(column).map {
            BoundsFinder(
                comparator: $0, isText: [.string, .json].contains(column.logicalType),
                byteLimit: max(1, options.boundByteLimit))
        }
        pages = PageWriter(sink: sink, compressor: compressor, compression: columnOptions.compression)
        result = WrittenChunk(column, columnOptions, offset: offset)
    }

    /// Writes the batch, which is the whole chunk, once.
    ///
    /// - Parameter bloomKeys: keys beside those of the values.
    mutating func write(_ batch: ColumnBatch, bloomKeys: [BloomKey]) throws -> WrittenChunk {
        let encoding = try columnOptions.encoding(for: column.type)
        let batch = DictionaryChoice.apply(columnOptions.dictionary, to: batch, otherwise: encoding)
        try writeBloomFilter(of: batch, bloomKeys)
        if batch.indices != nil { try writeDictionary(batch.values) }
        result.metadata.dataPageOffset = offset
        var planner = PagePlanner(batch, column, options)
        while let slice = planner.next() {
            try writePage(of: batch, slice, encoding: batch.indices == nil ? encoding : .rleDictionary)
        }
        result.finish(batch, column, finder, level: columnOptions.statistics)
        return result
    }

    private mutating func writeDictionary(_ values: ColumnValues) throws {
        var bytes: [UInt8] = []
        try ValueEncoding.encode(values, 0..<values.count, .plain, into: &bytes)
        result.metadata.dictionaryPageOffset = offset
        let written = try pages.writeDictionary(values: bytes, valueCount: values.count)
        note(written, type: .dictionary, encoding: .plain)
    }

    private mutating func writePage(of batch: ColumnBatch, _ slice: PagePlanner.Slice, encoding: Encoding) throws {
        var levels: [UInt8] = []
        let repetitionLevelByteCount = encodeLevels(
            batch.repetitionLevels, slice.levels, maximum: column.maximumRepetitionLevel, into: &levels)
        let definitionLevelByteCount = encodeLevels(
            batch.definitionLevels, slice.levels, maximum: column.maximumDefinitionLevel, into: &levels)
        var values: [UInt8] = []
        if let indices = batch.indices {
            DictionaryEncoding.encode(
                indices.span.extracting(slice.values), dictionaryCount: batch.values.count, into: &values)
        } else {
            try ValueEncoding.encode(batch.values, slice.values, encoding, into: &values)
        }
        let nullCount = slice.levels.count - slice.values.count
        let pageOffset = offset
        let written = try pages.writeData(
            levels: levels, values: values,
            header: DataPageHeaderV2(
                valueCount: Int32(slice.levels.count), nullCount: Int32(nullCount),
                rowCount: Int32(slice.rows.count), encoding: encoding,
                definitionLevelByteCount: Int32(definitionLevelByteCount),
                repetitionLevelByteCount: Int32(repetitionLevelByteCount)))
        note(written, type: .dataV2, encoding: encoding)
        result.offsetIndex.pages.append(
            PageLocation(offset: pageOffset, byteCount: Int32(written.compressedByteCount), firstRow: row))
        row += Int64(slice.rows.count)
        guard columnOptions.statistics != .none else { return }
        let bounds =
            if let indices = batch.indices {
                finder?.bounds(of: batch.values, usedBy: indices.span.extracting(slice.values))
            } else {
                finder?.bounds(of: batch.values, slice.values)
            }
        result.pageBounds.append(bounds)
        result.columnIndex.nullCounts.append(Int64(nullCount))
        result.columnIndex.isNullPage.append(slice.values.isEmpty)
    }

    /// Appends levels as runs. No levels mean that all are at the maximum.
    ///
    /// - Returns: the number of bytes appended.
    private func encodeLevels(
        _ levels: [UInt8]?, _ range: Range<Int>, maximum: UInt8, into output: inout [UInt8]
    ) -> Int {
        guard maximum > 0 else { return 0 }
        let start = output.count
        let width = Hybrid.width(forMaximum: Int(maximum))
        if let levels {
            Hybrid.encode(levels.span.extracting(range), width: width, into: &output)
        } else {
            Hybrid.encodeRun(of: maximum, count: range.count, width: width, into: &output)
        }
        return output.count - start
    }

    private mutating func writeBloomFilter(of batch: ColumnBatch, _ keys: [BloomKey]) throws {
        guard let rate = columnOptions.bloomFilterFalsePositiveRate, batch.values.count > 0 else { return }
        guard column.type != .boolean, 0 < rate, rate < 1 else {
            throw ParquetError.invalidInput("a bloom filter needs a rate between 0 and 1, and values beyond booleans")
        }
        var filter = SplitBlockBloomFilter(
            valueCount: batch.values.count + keys.count, falsePositiveRate: rate)
        filter.insert(batch.values)
        for key in keys { filter.insert(key) }
        // A dictionary's entries are distinct already; of others only the filter itself shows how many are.
        if batch.indices == nil || !keys.isEmpty { filter.fold(falsePositiveRate: rate) }
        result.bloomFilter = filter
    }

    private mutating func note(_ written: PageWriter.Written, type: PageType, encoding: Encoding) {
        offset += Int64(written.compressedByteCount)
        result.metadata.compressedByteCount += Int64(written.compressedByteCount)
        result.metadata.uncompressedByteCount += Int64(written.uncompressedByteCount)
        result.notePage(type, encoding)
    }
}
