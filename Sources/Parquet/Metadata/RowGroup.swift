/// A run of rows whose columns lie together in the file.
package struct RowGroup: Hashable, Sendable {
    package var columns: [ColumnChunk]
    /// Bytes of all pages before compression.
    package var uncompressedByteCount: Int64
    package var rowCount: Int64
    package var sortingColumns: [SortingColumn] = []
    package var fileOffset: Int64?
    package var compressedByteCount: Int64?
    package var ordinal: Int16?
}

extension RowGroup: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var columns: [ColumnChunk] = []
        var uncompressed: Int64?
        var rowCount: Int64?
        var sortingColumns: [SortingColumn] = []
        var fileOffset: Int64?
        var compressed: Int64?
        var ordinal: Int16?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: columns = try reader.structures(field)
            case 2: uncompressed = try reader.integer(field)
            case 3: rowCount = try reader.integer(field)
            case 4: sortingColumns = try reader.structures(field)
            case 5: fileOffset = try reader.integer(field)
            case 6: compressed = try reader.integer(field)
            case 7: ordinal = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
        guard let uncompressed, let rowCount, rowCount >= 0 else {
            throw ParquetError.corruption("the metadata of a row group is incomplete")
        }
        self.init(
            columns: columns, uncompressedByteCount: uncompressed, rowCount: rowCount,
            sortingColumns: sortingColumns, fileOffset: fileOffset, compressedByteCount: compressed, ordinal: ordinal)
    }

    func write(to writer: inout ThriftWriter) {
        writer.list(1, columns)
        writer.field(2, uncompressedByteCount)
        writer.field(3, rowCount)
        if !sortingColumns.isEmpty { writer.list(4, sortingColumns) }
        writer.field(5, fileOffset)
        writer.field(6, compressedByteCount)
        writer.field(7, ordinal)
    }
}

/// One key of the order that the rows of a row group are in.
package struct SortingColumn: Hashable, Sendable {
    /// Index of the leaf column.
    package var column: Int
    package var isDescending: Bool
    package var nullsFirst: Bool

    package init(column: Int, isDescending: Bool = false, nullsFirst: Bool = false) {
        self.column = column
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

extension SortingColumn: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        self.init(column: -1)
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: column = Int(try reader.integer(field, as: Int32.self))
            case 2: isDescending = try reader.boolean(field)
            case 3: nullsFirst = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        guard column >= 0 else { throw ParquetError.corruption("a sorting column names no column") }
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, Int32(column))
        writer.field(2, isDescending)
        writer.field(3, nullsFirst)
    }
}
