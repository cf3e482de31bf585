/// Turns the pages of one column chunk into values and levels. Buffers are kept from page to page.
struct PageDecoder {
    /// What the two kinds of data pages have in common.
    private struct Sections: ~Escapable {
        let valueCount: Int
        let encoding: Encoding
        let repetitionLevels: RawSpan
        let definitionLevels: RawSpan
        let values: RawSpan

        @_lifetime(copy repetitionLevels, copy definitionLevels, copy values)
        init(
            valueCount: Int, encoding: Encoding, repetitionLevels: RawSpan, definitionLevels: RawSpan, values: RawSpan
        ) {
            self.valueCount = valueCount
            self.encoding = encoding
            self.repetitionLevels = repetitionLevels
            self.definitionLevels = definitionLevels
            self.values = values
        }
    }

    private let column: Column
    private let codec: Codec
    private let limits: Limits
    private let decompressor: ZstdDecompressor?
    private var buffer: [UInt8] = []
    private var indices: [UInt32] = []
    /// The distinct values of the chunk, once its dictionary page was seen.
    private(set) var dictionary: ColumnValues?

    /// - Throws: `unsupported` for columns and codecs that are not read.
    init(_ column: Column, _ codec: Codec, _ limits: Limits, dictionary: ColumnValues? = nil) throws {
        guard codec == .uncompressed || codec == .zstd else {
            throw ParquetError.unsupported("pages compressed with \(codec) are not read")
        }
        guard column.maximumRepetitionLevel <= 1 else {
            throw ParquetError.unsupported("lists of lists are not read")
        }
        self.column = column
        self.codec = codec
        self.dictionary = dictionary
        self.limits = limits
        decompressor = codec == .zstd ? ZstdDecompressor() : nil
    }

    mutating func decodeDictionary(_ page: borrowing Page) throws {
        guard let header = page.header.dictionary else {
            throw ParquetError.corruption("a dictionary page without its header")
        }
        guard dictionary == nil else { throw ParquetError.corruption("a second dictionary in a column chunk") }
        guard header.encoding == .plain || header.encoding == .plainDictionary else {
            throw ParquetError.unsupported("a dictionary in \(header.encoding)")
        }
        let count = Int(header.valueCount)
        try checkValueCount(count)
        var values = try ColumnValues(column.type)
        let limit = limits.columnByteCount
        try withDecompressed(page.payload, byteCount: Int(page.header.uncompressedByteCount)) { bytes, _ in
            try ValueEncoding.decode(bytes, .plain, count: count, limit: limit, into: &values)
        }
        dictionary = values
    }

    /// Appends the values and levels of a data page.
    ///
    /// With indices in the batch the page's are appended to them, as long as it has some; else the values themselves.
    mutating func decodeData(_ page: borrowing Page, into batch: inout ColumnBatch) throws {
        let uncompressed = Int(page.header.uncompressedByteCount)
        if let header = page.header.dataV2 {
            try checkValueCount(Int(header.valueCount))
            var cursor = ByteCursor(page.payload)
            let repetitionLevels = try cursor.take(Int(header.repetitionLevelByteCount))
            let definitionLevels = try cursor.take(Int(header.definitionLevelByteCount))
            let payload = cursor.takeRest()
            let byteCount = uncompressed - repetitionLevels.byteCount - definitionLevels.byteCount
            guard byteCount >= 0 else { throw ParquetError.corruption("a page is smaller than its levels") }
            let isCompressed = header.isCompressed && byteCount > 0
            try withDecompressed(payload, byteCount: byteCount, isCompressed: isCompressed) { values, decoder in
                let sections = Sections(
                    valueCount: Int(header.valueCount), encoding: header.encoding,
                    repetitionLevels: repetitionLevels, definitionLevels: definitionLevels, values: values)
                try decoder.decode(sections, into: &batch)
            }
        } else if let header = page.header.data {
            try checkValueCount(Int(header.valueCount))
            try withDecompressed(page.payload, byteCount: uncompressed) { bytes, decoder in
                let sections = try decoder.sections(bytes, header)
                try decoder.decode(sections, into: &batch)
            }
        } else {
            throw ParquetError.corruption("a data page without its header")
        }
    }

    /// The levels of an older page lie before the values, each after its length.
    @_lifetime(copy bytes)
    private func sections(_ bytes: RawSpan, _ header: DataPageHeader) throws -> Sections {
        var cursor = ByteCursor(bytes)
        var repetitionLevels = RawSpan()
        var definitionLevels = RawSpan()
        if column.maximumRepetitionLevel > 0 {
            guard header.repetitionLevelEncoding == .rle else {
                throw ParquetError.unsupported("levels in \(header.repetitionLevelEncoding)")
            }
            repetitionLevels = try cursor.take(Int(cursor.uint32()))
        }
        if column.maximumDefinitionLevel > 0 {
            guard header.definitionLevelEncoding == .rle else {
                throw ParquetError.unsupported("levels in \(header.definitionLevelEncoding)")
            }
            definitionLevels = try cursor.take(Int(cursor.uint32()))
        }
        return Sections(
            valueCount: Int(header.valueCount), encoding: header.encoding, repetitionLevels: repetitionLevels,
            definitionLevels: definitionLevels, values: cursor.takeRest())
    }

    private mutating func decode(_ sections: borrowing Sections, into batch: inout ColumnBatch) throws {
        let levelCountBefore = batch.levelCount
        let valueCount = sections.valueCount
        if batch.indices != nil, !sections.encoding.isDictionary { try expand(&batch) }
        if column.maximumRepetitionLevel > 0 {
            if batch.repetitionLevels == nil { batch.repetitionLevels = [] }
            var levels = batch.repetitionLevels.take() ?? []
            try Levels.decode(
                sections.repetitionLevels, count: valueCount, maximum: column.maximumRepetitionLevel, into: &levels)
            batch.repetitionLevels = levels
        }
        let presentCount = try Levels.decodeDefinitions(
            sections.definitionLevels, count: valueCount, maximum: column.maximumDefinitionLevel,
            into: &batch.definitionLevels, countBefore: levelCountBefore)
        guard sections.encoding.isDictionary else {
            try ValueEncoding.decode(
                sections.values, sections.encoding, count: presentCount, limit: limits.columnByteCount,
                into: &batch.values)
            return
        }
        guard let dictionary else {
            guard presentCount > 0 else { return }
            throw ParquetError.corruption("a page of indices without a dictionary")
        }
        if var kept = batch.indices.take() {
            defer { batch.indices = kept }
            try DictionaryEncoding.decode(
                sections.values, count: presentCount, dictionaryCount: dictionary.count, into: &kept)
        } else {
            indices.removeAll(keepingCapacity: true)
            try DictionaryEncoding.decode(
                sections.values, count: presentCount, dictionaryCount: dictionary.count, into: &indices)
            try DictionaryEncoding.expand(
                indices.span, from: dictionary, limit: limits.columnByteCount, into: &batch.values)
        }
    }

    /// Puts the values in the place of their indices.
    func expand(_ batch: inout ColumnBatch) throws {
        guard let indices = batch.indices.take() else { return }
        batch.values = try ColumnValues(column.type)
        guard let dictionary else { return }
        try DictionaryEncoding.expand(
            indices.span, from: dictionary, limit: limits.columnByteCount, into: &batch.values)
    }

    private func checkValueCount(_ count: Int) throws {
        guard count <= limits.pageValueCount else { throw ParquetError.limitExceeded("a page of \(count) values") }
    }

    /// Lends `body` the bytes of a section as they were before compression.
    private mutating func withDecompressed(
        _ payload: RawSpan, byteCount: Int, isCompressed: Bool = true,
        _ body: (RawSpan, inout PageDecoder) throws -> Void
    ) throws {
        guard let decompressor, isCompressed else {
            guard payload.byteCount == byteCount else {
                throw ParquetError.corruption("an uncompressed page is not of the announced size")
            }
            return try body(payload, &self)
        }
        // The buffer leaves the decoder while it is lent, as the decoder is lent too.
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        defer { swap(&bytes, &buffer) }
        bytes.removeAll(keepingCapacity: true)
        try decompressor.decompress(payload, byteCount: byteCount, into: &bytes)
        try body(bytes.rawSpan, &self)
    }
}
