/// What stands before the bits of a bloom filter. The format knows one algorithm, one hash and no compression.
struct BloomFilterHeader {
    var byteCount: Int32
}

extension BloomFilterHeader: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var byteCount: Int32?
        var isKnown = true
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: byteCount = try reader.integer(field)
            case 2, 3, 4: isKnown = try reader.structure(field, as: FirstArm.self).isFirst && isKnown
            default: try reader.skip(field)
            }
        }
        guard let byteCount else { throw ParquetError.corruption("a bloom filter header is incomplete") }
        guard isKnown else { throw ParquetError.unsupported("a bloom filter of an unknown kind") }
        self.init(byteCount: byteCount)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, byteCount)
        for id: Int16 in 2...4 { writer.structure(id) { $0.structure(1) } }
    }
}

/// A union of empty structures, of which the first arm is the only one defined.
private struct FirstArm: ThriftStructure {
    let isFirst: Bool

    init(from reader: inout ThriftReader) throws {
        var isFirst = false
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            isFirst = field.id == 1
            try reader.skipStructure(field)
        }
        self.isFirst = isFirst
    }

    func write(to writer: inout ThriftWriter) {
        writer.structure(1)
    }
}
