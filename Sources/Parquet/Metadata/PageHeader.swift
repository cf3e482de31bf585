/// The kinds of pages.
package struct PageType: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let data = PageType(rawValue: 0)
    package static let index = PageType(rawValue: 1)
    package static let dictionary = PageType(rawValue: 2)
    package static let dataV2 = PageType(rawValue: 3)
}

/// What stands before each page: its sizes, its checksum and what its kind adds.
struct PageHeader {
    var type: PageType
    /// Bytes of the page without this header, before and after compression.
    var uncompressedByteCount: Int32
    var compressedByteCount: Int32
    /// CRC-32 of the page as it lies in the file, without this header.
    var checksum: UInt32?
    var data: DataPageHeader?
    var dictionary: DictionaryPageHeader?
    var dataV2: DataPageHeaderV2?
}

extension PageHeader: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var type: PageType?
        var sizes: (uncompressed: Int32?, compressed: Int32?)
        var checksum: UInt32?
        var data: DataPageHeader?
        var dictionary: DictionaryPageHeader?
        var dataV2: DataPageHeaderV2?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: type = PageType(rawValue: try reader.integer(field))
            case 2: sizes.uncompressed = try reader.integer(field)
            case 3: sizes.compressed = try reader.integer(field)
            case 4: checksum = UInt32(bitPattern: try reader.integer(field, as: Int32.self))
            case 5: data = try reader.structure(field)
            case 7: dictionary = try reader.structure(field)
            case 8: dataV2 = try reader.structure(field)
            default: try reader.skip(field)
            }
        }
        guard let type, let uncompressed = sizes.uncompressed, let compressed = sizes.compressed,
            uncompressed >= 0, compressed >= 0
        else { throw ParquetError.corruption("a page header is incomplete") }
        self.init(
            type: type, uncompressedByteCount: uncompressed, compressedByteCount: compressed, checksum: checksum,
            data: data, dictionary: dictionary, dataV2: dataV2)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, type.rawValue)
        writer.field(2, uncompressedByteCount)
        writer.field(3, compressedByteCount)
        writer.field(4, checksum.map(Int32.init(bitPattern:)))
        writer.field(5, data)
        writer.field(7, dictionary)
        writer.field(8, dataV2)
    }
}

/// The older data page: levels and values are compressed together.
struct DataPageHeader {
    /// Values, nulls and empty lists included.
    var valueCount: Int32
    var encoding: Encoding
    var definitionLevelEncoding: Encoding
    var repetitionLevelEncoding: Encoding
}

extension DataPageHeader: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var valueCount: Int32?
        var encodings: (values: Encoding?, definitions: Encoding?, repetitions: Encoding?)
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: valueCount = try reader.integer(field)
            case 2: encodings.values = Encoding(rawValue: try reader.integer(field))
            case 3: encodings.definitions = Encoding(rawValue: try reader.integer(field))
            case 4: encodings.repetitions = Encoding(rawValue: try reader.integer(field))
            default: try reader.skip(field)
            }
        }
        guard let valueCount, valueCount >= 0, let encoding = encodings.values,
            let definitions = encodings.definitions, let repetitions = encodings.repetitions
        else { throw ParquetError.corruption("a data page header is incomplete") }
        self.init(
            valueCount: valueCount, encoding: encoding, definitionLevelEncoding: definitions,
            repetitionLevelEncoding: repetitions)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, valueCount)
        writer.field(2, encoding.rawValue)
        writer.field(3, definitionLevelEncoding.rawValue)
        writer.field(4, repetitionLevelEncoding.rawValue)
    }
}

/// The newer data page: levels lie uncompressed before the values, and rows do not cross pages.
struct DataPageHeaderV2 {
    /// Values, nulls and empty lists included.
    var valueCount: Int32
    var nullCount: Int32
    var rowCount: Int32
    var encoding: Encoding
    var definitionLevelByteCount: Int32
    var repetitionLevelByteCount: Int32
    var isCompressed = true
}

extension DataPageHeaderV2: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var counts: (values: Int32?, nulls: Int32?, rows: Int32?)
        var encoding: Encoding?
        var levels: (definitions: Int32?, repetitions: Int32?)
        var isCompressed = true
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: counts.values = try reader.integer(field)
            case 2: counts.nulls = try reader.integer(field)
            case 3: counts.rows = try reader.integer(field)
            case 4: encoding = Encoding(rawValue: try reader.integer(field))
            case 5: levels.definitions = try reader.integer(field)
            case 6: levels.repetitions = try reader.integer(field)
            case 7: isCompressed = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        guard let values = counts.values, let nulls = counts.nulls, let rows = counts.rows, let encoding,
            let definitions = levels.definitions, let repetitions = levels.repetitions,
            values >= 0, 0...values ~= nulls, 0...values ~= rows, definitions >= 0, repetitions >= 0
        else { throw ParquetError.corruption("a data page header is incomplete") }
        self.init(
            valueCount: values, nullCount: nulls, rowCount: rows, encoding: encoding,
            definitionLevelByteCount: definitions, repetitionLevelByteCount: repetitions, isCompressed: isCompressed)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, valueCount)
        writer.field(2, nullCount)
        writer.field(3, rowCount)
        writer.field(4, encoding.rawValue)
        writer.field(5, definitionLevelByteCount)
        writer.field(6, repetitionLevelByteCount)
        writer.field(7, isCompressed)
    }
}

/// The page that holds the distinct values of a column chunk; it comes before all others.
struct DictionaryPageHeader {
    var valueCount: Int32
    var encoding: Encoding
}

extension DictionaryPageHeader: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var valueCount: Int32?
        var encoding: Encoding?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: valueCount = try reader.integer(field)
            case 2: encoding = Encoding(rawValue: try reader.integer(field))
            default: try reader.skip(field)
            }
        }
        guard let valueCount, valueCount >= 0, let encoding else {
            throw ParquetError.corruption("a dictionary page header is incomplete")
        }
        self.init(valueCount: valueCount, encoding: encoding)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, valueCount)
        writer.field(2, encoding.rawValue)
    }
}
