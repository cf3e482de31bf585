/// What the footer says about one column chunk: the column's values in one row group.
package struct ColumnMetadata: Hashable, Sendable {
    package var type: PhysicalType
    /// Every encoding that occurs in the chunk, levels and dictionary included.
    package var encodings: [Encoding]
    package var path: [String]
    package var codec: Codec
    /// Values, nulls and empty lists included.
    package var valueCount: Int64
    /// Bytes of all pages with their headers, before and after compression.
    package var uncompressedByteCount: Int64
    package var compressedByteCount: Int64
    package var dataPageOffset: Int64
    package var dictionaryPageOffset: Int64?
    package var statistics: Statistics?
    package var encodingStatistics: [PageEncodingStatistics] = []
    package var bloomFilterOffset: Int64?
    package var bloomFilterByteCount: Int32?
}

extension ColumnMetadata {
    /// Whether the file says that all data pages are made of indices into the dictionary.
    var hasDictionaryPagesAlone: Bool {
        let dataPages = encodingStatistics.filter { $0.pageType == .data || $0.pageType == .dataV2 }
        return !dataPages.isEmpty && dataPages.allSatisfy(\.encoding.isDictionary)
    }
}

extension ColumnMetadata: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var type: PhysicalType?
        var encodings: [Encoding] = []
        var path: [String] = []
        var codec: Codec?
        var counts: (values: Int64?, uncompressed: Int64?, compressed: Int64?, dataOffset: Int64?)
        var dictionaryOffset: Int64?
        var statistics: Statistics?
        var encodingStatistics: [PageEncodingStatistics] = []
        var bloomFilter: (offset: Int64?, byteCount: Int32?)
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: type = PhysicalType(rawValue: try reader.integer(field))
            case 2: encodings = try reader.integers(field).map(Encoding.init(rawValue:))
            case 3: path = try reader.strings(field)
            case 4: codec = Codec(rawValue: try reader.integer(field))
            case 5: counts.values = try reader.integer(field)
            case 6: counts.uncompressed = try reader.integer(field)
            case 7: counts.compressed = try reader.integer(field)
            case 9: counts.dataOffset = try reader.integer(field)
            case 11: dictionaryOffset = try reader.integer(field)
            case 12: statistics = try reader.structure(field)
            case 13: encodingStatistics = try reader.structures(field)
            case 14: bloomFilter.offset = try reader.integer(field)
            case 15: bloomFilter.byteCount = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
        guard let type, let codec, let values = counts.values, let uncompressed = counts.uncompressed,
            let compressed = counts.compressed, let dataOffset = counts.dataOffset
        else { throw ParquetError.corruption("the metadata of a column chunk is incomplete") }
        self.init(
            type: type, encodings: encodings, path: path, codec: codec, valueCount: values,
            uncompressedByteCount: uncompressed, compressedByteCount: compressed, dataPageOffset: dataOffset,
            dictionaryPageOffset: dictionaryOffset, statistics: statistics, encodingStatistics: encodingStatistics,
            bloomFilterOffset: bloomFilter.offset, bloomFilterByteCount: bloomFilter.byteCount)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, type.rawValue)
        writer.list(2, encodings.map(\.rawValue))
        writer.list(3, path)
        writer.field(4, codec.rawValue)
        writer.field(5, valueCount)
        writer.field(6, uncompressedByteCount)
        writer.field(7, compressedByteCount)
        writer.field(9, dataPageOffset)
        writer.field(11, dictionaryPageOffset)
        writer.field(12, statistics)
        if !encodingStatistics.isEmpty { writer.list(13, encodingStatistics) }
        writer.field(14, bloomFilterOffset)
        writer.field(15, bloomFilterByteCount)
    }
}

/// How many pages of one kind and encoding a column chunk has.
package struct PageEncodingStatistics: Hashable, Sendable {
    package var pageType: PageType
    package var encoding: Encoding
    package var pageCount: Int32
}

extension PageEncodingStatistics: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var type: Int32?
        var encoding: Int32?
        var count: Int32?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: type = try reader.integer(field)
            case 2: encoding = try reader.integer(field)
            case 3: count = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
        guard let type, let encoding, let count else {
            throw ParquetError.corruption("the encoding statistics of a column chunk are incomplete")
        }
        self.init(
            pageType: PageType(rawValue: type), encoding: Encoding(rawValue: encoding), pageCount: count)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, pageType.rawValue)
        writer.field(2, encoding.rawValue)
        writer.field(3, pageCount)
    }
}
