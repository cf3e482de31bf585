/// Reads one column of one row group, once.
struct ColumnChunkReader {
    private let column: Column
    private let chunk: ColumnMetadata
    private let rowCount: Int
    private let source: any ByteSource
    private let limits: Limits
    /// Where the chunk's pages lie, its dictionary first.
    private let range: Range<Int>
    private var decoder: PageDecoder
    private let isDictionaryKnown: Bool
    private var batch: ColumnBatch
    /// Rows of the pages walked over so far, for columns that are no lists.
    private var row = 0

    /// Values for which there is room before they are seen: a common row group's.
    private static let believedCount = 1 << 20

    /// - Parameter dictionary: the chunk's, when it was read before.
    init(
        _ column: Column, _ chunk: ColumnChunk, rowCount: Int, source: any ByteSource, limits: Limits,
        keepingDictionary: Bool, dictionary: ColumnValues? = nil
    ) throws {
        guard chunk.filePath == nil else { throw ParquetError.unsupported("a column chunk in another file") }
        range = try Self.range(of: chunk.metadata, fileByteCount: source.byteCount)
        decoder = try PageDecoder(column, chunk.metadata.codec, limits, dictionary: dictionary)
        isDictionaryKnown = dictionary != nil
        batch = ColumnBatch(try ColumnValues(column.type))
        if keepingDictionary { batch.indices = [] }
        if column.isList { batch.repetitionLevels = [] }
        guard chunk.metadata.valueCount >= 0, chunk.metadata.valueCount <= limits.columnValueCount,
            rowCount <= limits.columnValueCount
        else { throw ParquetError.limitExceeded("a column chunk of \(chunk.metadata.valueCount) values") }
        self.column = column
        self.chunk = chunk.metadata
        self.rowCount = rowCount
        self.source = source
        self.limits = limits
    }

    /// All rows.
    mutating func readAll() throws -> ColumnBatch {
        reserve()
        try walk { _ in nil }
        guard batch.levelCount == chunk.valueCount else {
            throw ParquetError.corruption("a column chunk has not the announced number of values")
        }
        try checkRowCount(batch.rowCount, rowCount)
        return finished()
    }

    /// Some rows: ascending runs that do not overlap.
    mutating func read(_ rows: [Range<Int>], offsetIndex: OffsetIndex?) throws -> ColumnBatch {
        var end = 0
        for run in rows {
            guard run.lowerBound >= end, run.upperBound <= rowCount else {
                throw ParquetError.outOfBounds("rows beyond \(rowCount), or not in ascending order")
            }
            end = run.upperBound
        }
        guard !rows.isEmpty else { return finished() }
        if let offsetIndex {
            try readPages(offsetIndex, rows)
        } else if column.isList {
            // Nothing says where the rows of these pages begin, but the pages themselves.
            let all = try readAll()
            batch.values = try ColumnValues(column.type)
            if all.indices != nil { batch.values = all.values }
            (batch.indices, batch.definitionLevels, batch.repetitionLevels) = (all.indices.map { _ in [] }, nil, [])
            batch.append(all, rows: rows, of: column)
        } else {
            try walk { Self.overlap($0, rows) }
            try checkRowCount(row, rowCount)
        }
        try checkRowCount(batch.rowCount, rows.reduce(0) { $0 + $1.count })
        return finished()
    }

    /// Makes room for the announced values, as far as the announcement may be believed before they are seen.
    private mutating func reserve() {
        let count = min(Int(chunk.valueCount), Self.believedCount)
        guard batch.indices == nil else {
            batch.indices?.reserveCapacity(count)
            return
        }
        batch.values.reserve(count: count, byteCount: max(0, min(Int(chunk.uncompressedByteCount), 16 * count)))
    }

    /// The batch, with the dictionary that its indices point into.
    private mutating func finished() -> ColumnBatch {
        if batch.indices != nil {
            if let dictionary = decoder.dictionary { batch.values = dictionary } else { batch.indices = nil }
        }
        return batch
    }

    private func checkRowCount(_ count: Int, _ expected: Int) throws {
        guard count == expected else {
            throw ParquetError.corruption("a column chunk has \(count) rows of \(expected)")
        }
    }
}

// MARK: Page after page

extension ColumnChunkReader {
    /// Reads the chunk from front to back.
    ///
    /// - Parameter select: for the rows of a page, those that are wanted, or `nil` for all. Asked for lists too, whose
    ///   rows it must want all, as they are not known before.
    private mutating func walk(_ select: (Range<Int>) -> [Range<Int>]?) throws {
        let valueCount = Int(chunk.valueCount)
        var seen = 0
        var pageCount = 0
        try source.read(range) { bytes in
            var position = 0
            while position < bytes.byteCount, seen < valueCount {
                try placing(fileOffset: range.lowerBound + position) {
                    let page = try Page.next(in: bytes, at: &position, limits)
                    pageCount += 1
                    guard pageCount <= limits.pageCount else { throw ParquetError.limitExceeded("too many pages") }
                    guard let count = try Self.valueCount(of: page) else { return try decodeOther(page) }
                    guard count <= valueCount - seen else {
                        throw ParquetError.corruption("a column chunk has more values than announced")
                    }
                    seen += count
                    try decode(page, select(row..<row + count), firstRow: row)
                    row += count
                }
            }
        }
    }

    /// Reads the pages that have some of the rows, and the dictionary before them.
    private mutating func readPages(_ index: OffsetIndex, _ rows: [Range<Int>]) throws {
        let pages = index.pages
        guard rowCount > 0 else { return }
        guard let first = pages.first, first.firstRow == 0 else {
            throw ParquetError.corruption("an offset index does not begin with the first row")
        }
        if Int(first.offset) > range.lowerBound { try readDictionary(before: first) }
        for (position, location) in pages.enumerated() {
            let end = position + 1 < pages.count ? Int(pages[position + 1].firstRow) : rowCount
            guard location.firstRow < end, end <= rowCount else {
                throw ParquetError.corruption("the rows of an offset index do not ascend")
            }
            let pageRows = Int(location.firstRow)..<end
            let wanted = Self.overlap(pageRows, rows) ?? [pageRows]
            guard !wanted.isEmpty else { continue }
            let start = Int(location.offset)
            guard start >= range.lowerBound, Int(location.byteCount) <= range.upperBound - start else {
                throw ParquetError.corruption("an offset index points outside of its column chunk")
            }
            try source.read(start..<start + Int(location.byteCount)) { bytes in
                try placing(fileOffset: start) {
                    var position = 0
                    let page = try Page.next(in: bytes, at: &position, limits)
                    let whole = wanted == [pageRows] ? nil : wanted
                    let decoded = try decode(page, whole, firstRow: pageRows.lowerBound)
                    try checkRowCount(decoded, pageRows.count)
                }
            }
        }
    }

    private mutating func readDictionary(before page: PageLocation) throws {
        guard !isDictionaryKnown else { return }
        let range = range.lowerBound..<min(Int(page.offset), range.upperBound)
        try source.read(range) { bytes in
            try placing(fileOffset: range.lowerBound) {
                var position = 0
                try decodeOther(try Page.next(in: bytes, at: &position, limits))
            }
        }
    }

    /// Appends the wanted rows of a data page; `nil` wants all.
    ///
    /// - Returns: the number of rows that were decoded.
    @discardableResult
    private mutating func decode(_ page: borrowing Page, _ wanted: [Range<Int>]?, firstRow: Int) throws -> Int {
        guard let wanted else {
            let before = batch.levelCount
            try decoder.decodeData(page, into: &batch)
            guard let levels = batch.repetitionLevels else { return batch.levelCount - before }
            return countOccurrences(of: 0, in: levels.span.extracting(before..<levels.count))
        }
        guard !wanted.isEmpty else { return 0 }
        var part = ColumnBatch(try ColumnValues(column.type), indices: batch.indices.map { _ in [] })
        try decoder.decodeData(page, into: &part)
        if part.indices == nil { try decoder.expand(&batch) }
        let count = part.rowCount
        guard let last = wanted.last, last.upperBound - firstRow <= count else {
            throw ParquetError.corruption("a page has fewer rows than announced")
        }
        guard batch.values.contentByteCount + part.values.contentByteCount <= limits.columnByteCount else {
            throw ParquetError.limitExceeded("the byte arrays of a column are too large")
        }
        let rows = wanted.map { $0.lowerBound - firstRow..<$0.upperBound - firstRow }
        batch.append(part, rows: rows, of: column)
        return count
    }

    /// Reads the dictionary alone; `nil` when there is none, or when some pages do without it.
    mutating func readDictionary() throws -> ColumnValues? {
        guard let offset = chunk.dictionaryPageOffset, offset > 0, offset < chunk.dataPageOffset,
            chunk.hasDictionaryPagesAlone
        else { return nil }
        try readDictionary(before: PageLocation(offset: chunk.dataPageOffset, byteCount: 0, firstRow: 0))
        return decoder.dictionary
    }

    private mutating func decodeOther(_ page: borrowing Page) throws {
        switch page.header.type {
        case .dictionary where isDictionaryKnown: break
        case .dictionary: try decoder.decodeDictionary(page)
        case .index: break
        default: throw ParquetError.corruption("a page of unknown or unexpected kind")
        }
    }

    /// Values of a data page, nulls included; `nil` for pages of another kind.
    private static func valueCount(of page: borrowing Page) throws -> Int? {
        switch page.header.type {
        case .data: page.header.data.map { Int($0.valueCount) }
        case .dataV2: page.header.dataV2.map { Int($0.valueCount) }
        default: nil
        }
    }

    /// The runs of `rows` cut to those of a page; `nil` when they cover it.
    private static func overlap(_ page: Range<Int>, _ rows: [Range<Int>]) -> [Range<Int>]? {
        var overlap: [Range<Int>] = []
        for run in rows where run.overlaps(page) { overlap.append(run.clamped(to: page)) }
        return overlap == [page] ? nil : overlap
    }

    /// Some writers leave out where the dictionary is, or put 0.
    private static func range(of chunk: ColumnMetadata, fileByteCount: Int) throws -> Range<Int> {
        var start = chunk.dataPageOffset
        // Without values there need not be a page to point at.
        if chunk.valueCount == 0 { return 0..<0 }
        if let dictionary = chunk.dictionaryPageOffset, dictionary > 0, dictionary < start { start = dictionary }
        let (end, overflow) = start.addingReportingOverflow(chunk.compressedByteCount)
        let limit = fileByteCount - FileFrame.tailByteCount
        guard !overflow, start >= FileFrame.magic.count, end >= start, end <= limit else {
            throw ParquetError.corruption("a column chunk lies outside of the file")
        }
        return Int(start)..<Int(end)
    }
}
