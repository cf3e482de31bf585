/// The kind of a message; an open set, as a newer server may know more.
///
/// https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ and its page of legacy opcodes.
package struct Opcode: Hashable, Sendable, RawRepresentable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let reply = Opcode(rawValue: 1)
    package static let query = Opcode(rawValue: 2004)
    package static let compressed = Opcode(rawValue: 2012)
    package static let message = Opcode(rawValue: 2013)

    /// As the documentation calls it; of an unknown one, its number.
    package var name: String {
        switch self {
        case .reply: "OP_REPLY"
        case .query: "OP_QUERY"
        case .compressed: "OP_COMPRESSED"
        case .message: "OP_MSG"
        default: "opcode \(rawValue)"
        }
    }
}
