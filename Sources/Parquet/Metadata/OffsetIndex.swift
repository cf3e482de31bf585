/// Where each data page of a column chunk lies, and which row it begins with.
package struct OffsetIndex: Hashable, Sendable {
    package var pages: [PageLocation]
}

extension OffsetIndex: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var pages: [PageLocation] = []
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: pages = try reader.structures(field)
            default: try reader.skip(field)
            }
        }
        self.init(pages: pages)
    }

    func write(to writer: inout ThriftWriter) {
        writer.list(1, pages)
    }
}

/// One data page, header included.
package struct PageLocation: Hashable, Sendable {
    package var offset: Int64
    package var byteCount: Int32
    /// Index within the row group.
    package var firstRow: Int64
}

extension PageLocation: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var offset: Int64?
        var byteCount: Int32?
        var firstRow: Int64?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: offset = try reader.integer(field)
            case 2: byteCount = try reader.integer(field)
            case 3: firstRow = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
        guard let offset, let byteCount, let firstRow, offset >= 0, byteCount >= 0, firstRow >= 0 else {
            throw ParquetError.corruption("a page location is incomplete")
        }
        self.init(offset: offset, byteCount: byteCount, firstRow: firstRow)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, offset)
        writer.field(2, byteCount)
        writer.field(3, firstRow)
    }
}
