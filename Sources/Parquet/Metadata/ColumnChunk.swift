/// A column's part of a row group: its metadata, and where the page index of it lies.
package struct ColumnChunk: Hashable, Sendable {
    /// Set when the pages lie in another file, which is not read here.
    package var filePath: String?
    package var metadata: ColumnMetadata
    package var offsetIndexOffset: Int64?
    package var offsetIndexByteCount: Int32?
    package var columnIndexOffset: Int64?
    package var columnIndexByteCount: Int32?

    init(metadata: ColumnMetadata) {
        self.metadata = metadata
    }
}

extension ColumnChunk: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var filePath: String?
        var metadata: ColumnMetadata?
        var offsetIndex: (offset: Int64?, byteCount: Int32?)
        var columnIndex: (offset: Int64?, byteCount: Int32?)
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: filePath = try reader.string(field)
            case 3: metadata = try reader.structure(field)
            case 4: offsetIndex.offset = try reader.integer(field)
            case 5: offsetIndex.byteCount = try reader.integer(field)
            case 6: columnIndex.offset = try reader.integer(field)
            case 7: columnIndex.byteCount = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
        guard let metadata else { throw ParquetError.unsupported("a column chunk without metadata in the footer") }
        self.init(metadata: metadata)
        self.filePath = filePath
        offsetIndexOffset = offsetIndex.offset
        offsetIndexByteCount = offsetIndex.byteCount
        columnIndexOffset = columnIndex.offset
        columnIndexByteCount = columnIndex.byteCount
    }

    /// Field 2 is deprecated, and zero where no metadata lies outside of the footer.
    func write(to writer: inout ThriftWriter) {
        writer.field(1, filePath)
        writer.field(2, Int64(0))
        writer.field(3, metadata)
        writer.field(4, offsetIndexOffset)
        writer.field(5, offsetIndexByteCount)
        writer.field(6, columnIndexOffset)
        writer.field(7, columnIndexByteCount)
    }
}
