/// Reads the thrift compact protocol from borrowed bytes.
///
/// A structure is read by asking for `nextField` until it is `nil`, each time reading the value or passing over it.
struct ThriftReader: ~Escapable {
    private var cursor: ByteCursor

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        cursor = ByteCursor(bytes)
    }

    /// Bytes read so far.
    var position: Int { cursor.position }

    /// The next field of the structure at hand, `nil` at its end. `previous` starts at 0 in each structure.
    mutating func nextField(after previous: inout Int16) throws -> ThriftField? {
        let head = try cursor.byte()
        if head == 0 { return nil }
        let type = try ThriftType(code: head & 0x0F)
        let delta = head >> 4
        if delta == 0 {
            guard let id = Int16(exactly: try cursor.zigzag()) else { throw Self.outOfRange }
            previous = id
        } else {
            let (id, overflow) = previous.addingReportingOverflow(Int16(delta))
            guard !overflow else { throw Self.outOfRange }
            previous = id
        }
        return ThriftField(id: previous, type: type)
    }

    mutating func boolean(_ field: ThriftField) throws -> Bool {
        switch field.type {
        case .booleanTrue: true
        case .booleanFalse: false
        default: throw Self.wrongType
        }
    }

    /// An integer of any width that fits the type asked for.
    mutating func integer<Value: FixedWidthInteger>(_ field: ThriftField, as type: Value.Type = Value.self) throws
        -> Value
    {
        try integer(of: field.type)
    }

    /// The bytes of a binary or string field.
    @_lifetime(copy self)
    mutating func binary(_ field: ThriftField) throws -> RawSpan {
        guard field.type == .binary else { throw Self.wrongType }
        return try binaryElement()
    }

    /// A string field; ill-formed UTF-8 is repaired.
    mutating func string(_ field: ThriftField) throws -> String {
        String(repairing: try binary(field))
    }

    mutating func structure<Value: ThriftStructure>(_ field: ThriftField, as type: Value.Type = Value.self) throws
        -> Value
    {
        guard field.type == .structure else { throw Self.wrongType }
        return try Value(from: &self)
    }

    /// Passes over an empty structure or one of no interest, and insists that it is one.
    mutating func skipStructure(_ field: ThriftField) throws {
        guard field.type == .structure else { throw Self.wrongType }
        try skip(field)
    }

    mutating func structures<Value: ThriftStructure>(_ field: ThriftField, as type: Value.Type = Value.self) throws
        -> [Value]
    {
        let count = try listCount(field, of: .structure)
        var values: [Value] = []
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    mutating func integers<Value: FixedWidthInteger>(_ field: ThriftField, as type: Value.Type = Value.self) throws
        -> [Value]
    {
        let (element, count) = try listHead(field)
        var values: [Value] = []
        for _ in 0..<count { values.append(try integer(of: element)) }
        return values
    }

    mutating func strings(_ field: ThriftField) throws -> [String] {
        let count = try listCount(field, of: .binary)
        var values: [String] = []
        for _ in 0..<count { values.append(String(repairing: try binaryElement())) }
        return values
    }

    mutating func binaries(_ field: ThriftField) throws -> [[UInt8]] {
        let count = try listCount(field, of: .binary)
        var values: [[UInt8]] = []
        for _ in 0..<count { values.append(try binaryElement().array) }
        return values
    }

    mutating func booleans(_ field: ThriftField) throws -> [Bool] {
        let (element, count) = try listHead(field)
        guard count == 0 || element == .booleanTrue || element == .booleanFalse else { throw Self.wrongType }
        var values: [Bool] = []
        for _ in 0..<count { values.append(try cursor.byte() == ThriftType.booleanTrue.rawValue) }
        return values
    }

    /// Passes over a field's value.
    mutating func skip(_ field: ThriftField) throws {
        if field.type == .booleanTrue || field.type == .booleanFalse { return }
        try skipValue(field.type, depth: 0)
    }
}

extension ThriftReader {
    private static var wrongType: ParquetError { .corruption("a thrift field has the wrong type") }
    private static var outOfRange: ParquetError { .corruption("a thrift number is out of range") }

    private mutating func integer<Value: FixedWidthInteger>(of type: ThriftType) throws -> Value {
        let value: Int64
        switch type {
        case .int8: value = Int64(Int8(bitPattern: try cursor.byte()))
        case .int16, .int32, .int64: value = try cursor.zigzag()
        default: throw Self.wrongType
        }
        guard let exact = Value(exactly: value) else { throw Self.outOfRange }
        return exact
    }

    @_lifetime(copy self)
    private mutating func binaryElement() throws -> RawSpan {
        let count = try cursor.varint(upTo: cursor.remaining, "the length of a thrift string")
        return try cursor.take(count)
    }

    private mutating func listCount(_ field: ThriftField, of expected: ThriftType) throws -> Int {
        let (element, count) = try listHead(field)
        guard count == 0 || element == expected else { throw Self.wrongType }
        return count
    }

    /// An element takes a byte at least, so a count beyond what is left is a lie.
    private mutating func listHead(_ field: ThriftField) throws -> (element: ThriftType, count: Int) {
        guard field.type == .list || field.type == .set else { throw Self.wrongType }
        return try collectionHead()
    }

    private mutating func collectionHead() throws -> (element: ThriftType, count: Int) {
        let head = try cursor.byte()
        var count = Int(head >> 4)
        if count == 15 { count = try cursor.varint(upTo: cursor.remaining, "the length of a thrift list") }
        guard count <= cursor.remaining else { throw Self.outOfRange }
        if count == 0 { return (.int8, 0) }
        return (try ThriftType(code: head & 0x0F), count)
    }

    private mutating func skipValue(_ type: ThriftType, depth: Int) throws {
        guard depth < thriftDepthLimit else { throw ParquetError.corruption("thrift structures nest too deep") }
        switch type {
        case .booleanTrue, .booleanFalse, .int8: _ = try cursor.byte()
        case .int16, .int32, .int64: _ = try cursor.varint()
        case .double: _ = try cursor.take(8)
        case .uuid: _ = try cursor.take(16)
        case .binary: _ = try binaryElement()
        case .list, .set:
            let (element, count) = try collectionHead()
            for _ in 0..<count { try skipValue(element, depth: depth + 1) }
        case .map:
            let count = try cursor.varint(upTo: cursor.remaining, "the length of a thrift map")
            guard count > 0 else { return }
            let types = try cursor.byte()
            let (key, value) = (try ThriftType(code: types >> 4), try ThriftType(code: types & 0x0F))
            for _ in 0..<count {
                try skipValue(key, depth: depth + 1)
                try skipValue(value, depth: depth + 1)
            }
        case .structure:
            var previous: Int16 = 0
            while let field = try nextField(after: &previous) {
                if field.type == .booleanTrue || field.type == .booleanFalse { continue }
                try skipValue(field.type, depth: depth + 1)
            }
        }
    }
}
