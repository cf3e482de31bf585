/// One node of a schema as it lies in the footer: the tree is written depth first, each group with its child count.
struct SchemaElement: Hashable, Sendable {
    enum Repetition: Int32, Sendable {
        case required = 0
        case optional = 1
        case repeated = 2
    }

    var name: String
    /// `nil` for a group.
    var type: PhysicalType?
    /// `nil` for the root.
    var repetition: Repetition?
    /// `nil` for a leaf.
    var childCount: Int32?
    var logicalType: LogicalType?
}

extension SchemaElement: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var name: String?
        var type: PhysicalType?
        var repetition: Repetition?
        var childCount: Int32?
        var convertedType: Int32?
        var logicalType: LogicalType?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: type = PhysicalType(rawValue: try reader.integer(field))
            case 3:
                repetition = Repetition(rawValue: try reader.integer(field))
                if repetition == nil { throw ParquetError.unsupported("a schema element repeats in an unknown way") }
            case 4: name = try reader.string(field)
            case 5: childCount = try reader.integer(field)
            case 6: convertedType = try reader.integer(field)
            case 10: logicalType = try reader.structure(field)
            default: try reader.skip(field)
            }
        }
        guard let name else { throw ParquetError.corruption("a schema element has no name") }
        self.init(
            name: name, type: type, repetition: repetition, childCount: childCount,
            logicalType: logicalType ?? convertedType.map(LogicalType.init(convertedType:)))
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, type?.rawValue)
        writer.field(3, repetition?.rawValue)
        writer.field(4, name)
        writer.field(5, childCount)
        writer.field(6, logicalType?.convertedType)
        writer.field(10, logicalType)
    }
}
