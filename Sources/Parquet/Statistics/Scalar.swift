/// One value of a column, such as a bound.
package enum Scalar: Hashable, Sendable {
    case boolean(Bool)
    case int32(Int32)
    case int64(Int64)
    case double(Double)
    case bytes([UInt8])

    /// A value in plain encoding, a byte array without its length; `nil` when the bytes cannot be one.
    init?(_ bytes: [UInt8], type: PhysicalType) {
        let span = bytes.rawSpan
        switch (type, bytes.count) {
        case (.boolean, 1): self = .boolean(bytes[0] != 0)
        case (.int32, 4): self = .int32(span.load(at: 0, as: Int32.self))
        case (.int64, 8): self = .int64(span.load(at: 0, as: Int64.self))
        case (.double, 8): self = .double(Double(bitPattern: span.load(at: 0, as: UInt64.self)))
        case (.byteArray, _): self = .bytes(bytes)
        default: return nil
        }
    }
}
