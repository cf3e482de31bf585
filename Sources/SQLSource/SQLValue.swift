/// A value that goes into a statement or comes out of a row.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case double(Double)
    case text(String)
    case blob([UInt8])

    /// Bytes that the value takes, roughly; 8 for a number.
    package var byteCount: Int {
        switch self {
        case .null: 0
        case .integer, .double: 8
        case .text(let text): text.utf8.count
        case .blob(let bytes): bytes.count
        }
    }
}
