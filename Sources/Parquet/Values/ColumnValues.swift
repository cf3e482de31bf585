/// Values of one column, one after the other; nulls take no place.
package enum ColumnValues: Sendable, Hashable {
    case boolean([Bool])
    case int32([Int32])
    case int64([Int64])
    case double([Double])
    case byteArray(ByteArrays)

    /// No values of the type.
    ///
    /// - Throws: `unsupported` for the types that are not read here.
    package init(_ type: PhysicalType) throws {
        switch type {
        case .boolean: self = .boolean([])
        case .int32: self = .int32([])
        case .int64: self = .int64([])
        case .double: self = .double([])
        case .byteArray: self = .byteArray(ByteArrays())
        default: throw ParquetError.unsupported("columns of \(type) are not read")
        }
    }

    package var count: Int {
        switch self {
        case .boolean(let values): values.count
        case .int32(let values): values.count
        case .int64(let values): values.count
        case .double(let values): values.count
        case .byteArray(let values): values.count
        }
    }

    package var type: PhysicalType {
        switch self {
        case .boolean: .boolean
        case .int32: .int32
        case .int64: .int64
        case .double: .double
        case .byteArray: .byteArray
        }
    }

    /// Bytes of byte arrays; 0 for the other types.
    var contentByteCount: Int {
        if case .byteArray(let values) = self { values.bytes.count } else { 0 }
    }

    /// Makes room at once for what is to come.
    mutating func reserve(count: Int, byteCount: Int) {
        switch type {
        case .boolean: boolean.reserveCapacity(count)
        case .int32: int32.reserveCapacity(count)
        case .int64: int64.reserveCapacity(count)
        case .double: double.reserveCapacity(count)
        default: byteArray.reserve(count: count, byteCount: byteCount)
        }
    }

    /// Appends a run of another's values, which are of the same type.
    mutating func append(_ other: ColumnValues, _ range: Range<Int>) {
        switch other {
        case .boolean(let more): boolean.append(contentsOf: more[range])
        case .int32(let more): int32.append(contentsOf: more[range])
        case .int64(let more): int64.append(contentsOf: more[range])
        case .double(let more): double.append(contentsOf: more[range])
        case .byteArray(let more): byteArray.append(more, range)
        }
    }
}
