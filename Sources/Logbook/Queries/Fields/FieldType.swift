/// What the values of a field are, and so what can be asked of them.
package enum FieldType: String, Sendable, CaseIterable {
    /// 64 bits with a sign.
    case integer
    case text
    case time

    /// How a message calls a value of the type.
    package var noun: String {
        switch self {
        case .integer: "a whole number"
        case .text: "a text"
        case .time: "a time"
        }
    }
}
