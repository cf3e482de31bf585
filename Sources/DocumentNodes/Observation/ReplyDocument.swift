import MongoWire
import NIOCore

/// The document of an answer, whichever of the two kinds of message it came in.
struct ReplyDocument {
    let document: BSONDocument
    /// Another answer follows without being asked for.
    let hasMore: Bool
    private let header: MessageHeader
    private let flags: OpMessage.Flags

    /// - Throws: `WireError` for a malformed answer, `DocumentNodesError` for one of another kind.
    init(_ message: WireMessage) throws {
        header = message.header
        switch message.header.opcode {
        case .message:
            let message = try OpMessage(message)
            document = message.body
            flags = message.flags
            hasMore = message.flags.contains(.moreToCome)
        case .reply:
            document = try LegacyReply(message).first ?? .empty
            flags = []
            hasMore = false
        default:
            throw DocumentNodesError(
                .unsupportedMessage, "the server answered with opcode \(message.header.opcode.rawValue)"
            )
        }
    }

    /// The same answer with another document.
    func encoded(_ document: BSONDocument) -> ByteBuffer {
        header.opcode == .reply
            ? LegacyReply.encode(document, requestID: header.requestID, responseTo: header.responseTo)
            : OpMessage.encode(
                document, requestID: header.requestID, responseTo: header.responseTo, flags: flags)
    }
}
