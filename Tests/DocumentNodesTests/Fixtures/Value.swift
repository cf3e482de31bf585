import MongoWire
import NIOCore

/// Documents as literals: `document(["find": "orders", "$db": "shop"])`.
indirect enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
    case string(String)
    case int32(Int32)
    case int64(Int64)
    case double(Double)
    case boolean(Bool)
    case document([(String, Value)])
    case array([Value])
    case binary(UInt8, [UInt8])

    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int32) { self = .int32(value) }
    init(floatLiteral value: Double) { self = .double(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(dictionaryLiteral elements: (String, Value)...) { self = .document(elements) }
    init(arrayLiteral elements: Value...) { self = .array(elements) }

    static func bytes(_ text: String) -> Value { .binary(0, Array(text.utf8)) }
}

func document(_ fields: [(String, Value)]) -> BSONDocument {
    var builder = BSONBuilder()
    for (key, value) in fields {
        switch value {
        case .string(let value): builder.append(key, value)
        case .int32(let value): builder.append(key, value)
        case .int64(let value): builder.append(key, value)
        case .double(let value): builder.append(key, value)
        case .boolean(let value): builder.append(key, value)
        case .document(let fields): builder.append(key, document(fields))
        case .array(let values):
            builder.append(key, array: document(values.enumerated().map { (String($0.offset), $0.element) }))
        case .binary(let subtype, let bytes): builder.append(key, subtype: subtype, binary: ByteBuffer(bytes: bytes))
        }
    }
    return builder.finish()
}

func document(_ value: Value) -> BSONDocument {
    guard case .document(let fields) = value else {
        preconditionFailure("a document is written as a dictionary")
    }
    return document(fields)
}
