/// One entry of the text that a writer leaves in a file's footer.
package struct KeyValue: Hashable, Sendable {
    package var key: String
    package var value: String?

    package init(_ key: String, _ value: String?) {
        self.key = key
        self.value = value
    }
}

extension KeyValue: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var key: String?
        var value: String?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: key = try reader.string(field)
            case 2: value = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        guard let key else { throw ParquetError.corruption("a key-value pair has no key") }
        self.init(key, value)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, key)
        writer.field(2, value)
    }
}
