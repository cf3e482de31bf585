/// The footer of a file.
package struct FileMetadata: Hashable, Sendable {
    package var version: Int32
    var schemaElements: [SchemaElement]
    package var rowCount: Int64
    package var rowGroups: [RowGroup]
    package var keyValues: [KeyValue] = []
    package var createdBy: String?
    /// By column: whether its bounds follow the order that its type defines. Bounds in another order mean nothing here.
    var hasTypeDefinedOrder: [Bool] = []

    /// The value of the first entry with this key.
    package func value(forKey key: String) -> String? {
        keyValues.first { $0.key == key }?.value
    }
}

extension FileMetadata: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var version: Int32?
        var elements: [SchemaElement] = []
        var rowCount: Int64?
        var rowGroups: [RowGroup] = []
        var keyValues: [KeyValue] = []
        var createdBy: String?
        var orders: [ColumnOrder] = []
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: version = try reader.integer(field)
            case 2: elements = try reader.structures(field)
            case 3: rowCount = try reader.integer(field)
            case 4: rowGroups = try reader.structures(field)
            case 5: keyValues = try reader.structures(field)
            case 6: createdBy = try reader.string(field)
            case 7: orders = try reader.structures(field)
            case 8: throw ParquetError.unsupported("the file is encrypted")
            default: try reader.skip(field)
            }
        }
        guard let version, let rowCount, rowCount >= 0 else {
            throw ParquetError.corruption("the file metadata is incomplete")
        }
        self.init(
            version: version, schemaElements: elements, rowCount: rowCount, rowGroups: rowGroups,
            keyValues: keyValues, createdBy: createdBy, hasTypeDefinedOrder: orders.map(\.isTypeDefined))
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, version)
        writer.list(2, schemaElements)
        writer.field(3, rowCount)
        writer.list(4, rowGroups)
        if !keyValues.isEmpty { writer.list(5, keyValues) }
        writer.field(6, createdBy)
        writer.list(7, hasTypeDefinedOrder.map(ColumnOrder.init(isTypeDefined:)))
    }
}

/// The union that names the order of a column's bounds; field 1 is the order that the type defines.
private struct ColumnOrder: ThriftStructure {
    let isTypeDefined: Bool

    init(isTypeDefined: Bool) {
        self.isTypeDefined = isTypeDefined
    }

    init(from reader: inout ThriftReader) throws {
        var isTypeDefined = false
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            isTypeDefined = field.id == 1
            try reader.skip(field)
        }
        self.isTypeDefined = isTypeDefined
    }

    func write(to writer: inout ThriftWriter) {
        writer.structure(isTypeDefined ? 1 : 2)
    }
}
