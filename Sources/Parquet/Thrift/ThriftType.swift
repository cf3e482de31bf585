/// The types of the thrift compact protocol, by their wire codes.
///
/// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
enum ThriftType: UInt8 {
    case booleanTrue = 1
    case booleanFalse = 2
    case int8 = 3
    case int16 = 4
    case int32 = 5
    case int64 = 6
    case double = 7
    case binary = 8
    case list = 9
    case set = 10
    case map = 11
    case structure = 12
    case uuid = 13

    init(code: UInt8) throws {
        guard let type = ThriftType(rawValue: code) else { throw ParquetError.corruption("unknown thrift type") }
        self = type
    }
}

/// The head of a field: its number and the type that its value has on the wire.
struct ThriftField {
    let id: Int16
    let type: ThriftType
}

/// A structure of the format's thrift definition.
///
/// Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
protocol ThriftStructure {
    /// Reads fields up to the structure's stop; unknown ones are passed over.
    init(from reader: inout ThriftReader) throws

    /// Writes fields in ascending order; the stop is the writer's.
    func write(to writer: inout ThriftWriter)
}
