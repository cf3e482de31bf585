import NIOCore

/// OP_QUERY: how old drivers send commands, and how many newer ones still begin their handshake.
///
/// https://www.mongodb.com/docs/manual/legacy-opcodes/
package struct LegacyQuery: Sendable {
    /// `db.collection`; `db.$cmd` for a command.
    package let namespace: String
    package let query: BSONDocument

    /// - Throws: `WireError` with `malformedMessage` or `malformedDocument`.
    package init(_ message: WireMessage) throws {
        precondition(message.header.opcode == .query)
        var bytes = message.body
        guard bytes.readInteger(endianness: .little, as: UInt32.self) != nil,
            let nameByteCount = bytes.readableBytesView.firstIndex(of: 0).map({ $0 - bytes.readerIndex }),
            let namespace = bytes.readString(length: nameByteCount),
            bytes.readInteger(as: UInt8.self) == 0,
            // How many documents to pass over and to return.
            bytes.readInteger(as: UInt64.self) != nil
        else {
            throw WireError(.malformedMessage, "an OP_QUERY ends before its query")
        }
        self.namespace = namespace
        query = try BSONDocument(readingFrom: &bytes)
    }

    /// The database of a command; `nil` when this is a query on a collection.
    package var commandDatabase: String? {
        namespace.hasSuffix(".$cmd") ? String(namespace.dropLast(".$cmd".count)) : nil
    }

    /// The command, out of the wrapping that drivers put around it to carry a read preference.
    package func command() throws -> BSONDocument {
        guard let first = try query.first(), first.isNamed("$query") || first.isNamed("query"),
            case .document(let inner) = first.value
        else {
            return query
        }
        return inner
    }
}
