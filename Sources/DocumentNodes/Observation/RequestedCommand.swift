import MongoWire
import NIOCore

/// A request as far as the node reads it at once: what it is and where it belongs. Its arguments are read later.
struct RequestedCommand {
    let name: String
    /// The value of the command itself, such as the collection of a `find`.
    let subject: BSONValue
    let database: String
    let document: BSONDocument
    let sequences: [OpMessage.DocumentSequence]
    /// Came as OP_QUERY, so its answer is an OP_REPLY.
    let isLegacy: Bool
    /// The client wants no answer.
    let isUnacknowledged: Bool
    /// The number of the transaction. Retryable writes are numbered as well, but only a transaction says `autocommit`.
    let transaction: Int64?
    let sessionID: BSONDocument?

    /// - Throws: `WireError` for a malformed message, `DocumentNodesError` for one that the node does not let pass.
    init(_ message: WireMessage) throws {
        switch message.header.opcode {
        case .message:
            let message = try OpMessage(message)
            try self.init(
                document: message.body, sequences: message.sequences,
                database: nil, isLegacy: false, isUnacknowledged: message.flags.contains(.moreToCome)
            )
        case .query:
            let query = try LegacyQuery(message)
            guard let database = query.commandDatabase else {
                throw DocumentNodesError(
                    .unsupportedMessage, "OP_QUERY on a collection is not supported, use a driver that speaks OP_MSG"
                )
            }
            try self.init(
                document: try query.command(), sequences: [], database: database, isLegacy: true,
                isUnacknowledged: false
            )
        case .compressed:
            // The node takes `compression` out of every handshake reply, so no driver has reason to compress.
            throw DocumentNodesError(.unsupportedMessage, "compression was not negotiated, send messages uncompressed")
        default:
            throw DocumentNodesError(
                .unsupportedMessage,
                "opcode \(message.header.opcode.rawValue) is not supported, use a driver that speaks OP_MSG"
            )
        }
    }

    /// All that is wanted of the command's own fields is found in one walk over them; of several with one name the
    /// first counts.
    ///
    /// - Parameter database: `nil` where the command says it itself.
    private init(
        document: BSONDocument, sequences: [OpMessage.DocumentSequence], database: String?, isLegacy: Bool,
        isUnacknowledged: Bool
    ) throws {
        var first: BSONField?
        var database = database
        var sessionID: BSONDocument?
        var isTransaction = false
        var number: BSONField?
        try document.forEach { field in
            if first == nil { first = field }
            switch field {
            case "$db" where database == nil: database = field.value.string ?? ""
            case "lsid": sessionID = sessionID ?? field.value.document
            case "autocommit": isTransaction = true
            case "txnNumber": number = number ?? field
            default: break
            }
        }
        guard let first else {
            throw WireError(.malformedMessage, "a command is an empty document")
        }
        name = first.key
        subject = first.value
        self.document = document
        self.sequences = sequences
        self.database = database ?? ""
        self.isLegacy = isLegacy
        self.isUnacknowledged = isUnacknowledged
        self.transaction = isTransaction ? number?.value.integer : nil
        self.sessionID = sessionID
    }
}
