/// Writes the thrift compact protocol. Fields of a structure are given in ascending order.
struct ThriftWriter {
    private(set) var bytes: [UInt8] = []
    /// The field written last in the structure at hand; field heads carry the distance to it.
    private var previous: Int16 = 0

    /// The bytes of one structure that stands alone.
    static func bytes(of value: some ThriftStructure) -> [UInt8] {
        var writer = ThriftWriter()
        writer.element(value)
        return writer.bytes
    }

    mutating func field(_ id: Int16, _ value: Bool?) {
        guard let value else { return }
        head(id, value ? .booleanTrue : .booleanFalse)
    }

    mutating func field(_ id: Int16, _ value: Int8?) {
        guard let value else { return }
        head(id, .int8)
        bytes.append(UInt8(bitPattern: value))
    }

    mutating func field(_ id: Int16, _ value: Int16?) {
        guard let value else { return }
        head(id, .int16)
        bytes.appendZigzag(Int64(value))
    }

    mutating func field(_ id: Int16, _ value: Int32?) {
        guard let value else { return }
        head(id, .int32)
        bytes.appendZigzag(Int64(value))
    }

    mutating func field(_ id: Int16, _ value: Int64?) {
        guard let value else { return }
        head(id, .int64)
        bytes.appendZigzag(value)
    }

    mutating func field(_ id: Int16, _ value: String?) {
        guard let value else { return }
        head(id, .binary)
        element(value)
    }

    mutating func field(_ id: Int16, _ value: [UInt8]?) {
        guard let value else { return }
        head(id, .binary)
        element(value)
    }

    mutating func field(_ id: Int16, _ value: (some ThriftStructure)?) {
        guard let value else { return }
        head(id, .structure)
        element(value)
    }

    /// A structure written in place, such as the arm of a union; without a body it is an empty one.
    mutating func structure(_ id: Int16, _ body: (inout ThriftWriter) -> Void = { _ in }) {
        head(id, .structure)
        nested(body)
    }

    mutating func list(_ id: Int16, _ values: [some ThriftStructure]) {
        listHead(id, .structure, count: values.count)
        for value in values { element(value) }
    }

    mutating func list(_ id: Int16, _ values: [String]) {
        listHead(id, .binary, count: values.count)
        for value in values { element(value) }
    }

    mutating func list(_ id: Int16, _ values: [[UInt8]]) {
        listHead(id, .binary, count: values.count)
        for value in values { element(value) }
    }

    mutating func list(_ id: Int16, _ values: [Bool]) {
        listHead(id, .booleanTrue, count: values.count)
        for value in values { bytes.append(value ? 1 : 2) }
    }

    mutating func list(_ id: Int16, _ values: [Int32]) {
        listHead(id, .int32, count: values.count)
        for value in values { bytes.appendZigzag(Int64(value)) }
    }

    mutating func list(_ id: Int16, _ values: [Int64]) {
        listHead(id, .int64, count: values.count)
        for value in values { bytes.appendZigzag(value) }
    }
}

extension ThriftWriter {
    private mutating func head(_ id: Int16, _ type: ThriftType) {
        precondition(id > previous)
        if id - previous <= 15 {
            bytes.append(UInt8(id - previous) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            bytes.appendZigzag(Int64(id))
        }
        previous = id
    }

    private mutating func listHead(_ id: Int16, _ element: ThriftType, count: Int) {
        head(id, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | element.rawValue)
        } else {
            bytes.append(0xF0 | element.rawValue)
            bytes.appendVarint(UInt64(count))
        }
    }

    private mutating func nested(_ body: (inout ThriftWriter) -> Void) {
        let outer = previous
        previous = 0
        body(&self)
        bytes.append(0)
        previous = outer
    }

    private mutating func element(_ value: some ThriftStructure) {
        nested { value.write(to: &$0) }
    }

    private mutating func element(_ value: String) {
        bytes.appendVarint(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    private mutating func element(_ value: [UInt8]) {
        bytes.appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }
}
