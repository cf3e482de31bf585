package import NIOCore

/// A value as the node needs to read it. Types that it never reads are only named.
package enum BSONValue: Hashable, Sendable {
    case double(Double)
    case string(String)
    case document(BSONDocument)
    /// Its keys are "0", "1" and so on.
    case array(BSONDocument)
    case binary(subtype: UInt8, ByteBuffer)
    case boolean(Bool)
    case null
    case int32(Int32)
    case int64(Int64)
    case other(BSONType)

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var document: BSONDocument? {
        if case .document(let value) = self { value } else { nil }
    }

    package var array: BSONDocument? {
        if case .array(let value) = self { value } else { nil }
    }

    /// Any number that is whole and fits; servers answer the same field now as an int32, now as a double.
    package var integer: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// What servers take as true: `true` itself and every number but zero.
    package var isTrue: Bool {
        switch self {
        case .boolean(let value): value
        case .int32(let value): value != 0
        case .int64(let value): value != 0
        case .double(let value): value != 0
        default: false
        }
    }
}
