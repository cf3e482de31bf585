import DocumentAudit
import Logbook
import MongoWire

/// A request whose answer has not come yet.
struct PendingRequest {
    enum Meaning {
        /// A handshake, with the login that it may carry.
        case handshake(Login?)
        /// A step of a login.
        case login(Login)
        /// `logout`, which ends the logins on its database, whether it is recorded or not.
        case operation
    }

    let meaning: Meaning
    let requestID: Int32
    /// The id that the next answer refers to; within a stream of answers it is the id of the answer before.
    var awaitedID: Int32
    var time: Timestamp
    /// `nil` when no event is to come of it.
    let recordedType: AuditEvent.OperationType?
    let command: RequestedCommand
    /// Fields of the command whose values are never written.
    let secretFields: [String]
    var database: String
    var collection: String?
    var session: String?
    var transaction: Int64?
    /// `nil` until somebody had the time to write them.
    var arguments: String?
    var requestByteCount: Int64
    /// What the arguments are written without.
    var mask = ArgumentMask.none
    /// The query that opened the cursor which the request reads on.
    var query: CursorRegistry.Query?
    /// A first answer has come, and more come without being asked for.
    var isStreaming = false

    /// Whether an answer belongs to this request. Within a stream the protocol lets each answer refer to the one
    /// before; there are servers that go on referring to the request.
    func isAnswered(by header: MessageHeader) -> Bool {
        awaitedID == header.responseTo || isStreaming && requestID == header.responseTo
    }
}
