import DocumentAudit
import Logbook
import MongoWire

/// A request whose answer has not come yet. It goes from the connection's list to whoever makes an event of it, and has
/// too much in it to be copied on the way.
final class PendingRequest {
    enum Meaning {
        /// A handshake, with the login that it may carry.
        case handshake(Login?)
        /// A step of a login.
        case login(Login)
        /// `logout`, which ends the logins on its database, whether it is recorded or not.
        case operation
    }

    let meaning: Meaning
    /// Whether its answer matters also when nothing is recorded.
    let isFollowed: Bool
    let requestID: Int32
    /// The id that the next answer refers to; within a stream of answers it is the id of the answer before.
    let awaitedID: Int32
    let time: Timestamp
    /// `nil` when no event is to come of it.
    let recordedType: AuditEvent.OperationType?
    let command: RequestedCommand
    /// Fields of the command whose values are never written.
    let secretFields: [String]
    let namespace: RequestedCommand.Namespace
    let requestByteCount: Int64
    /// A first answer has come, and more come without being asked for.
    let isStreaming: Bool
    var session: String?
    /// `nil` until somebody had the time to write them.
    var arguments: String?
    /// What the arguments are written without.
    var mask: ArgumentMask?
    /// The query that opened the cursor which the request reads on.
    var query: CursorRegistry.Query?

    init(
        _ command: RequestedCommand, meaning: Meaning, isFollowed: Bool, header: MessageHeader, at time: Timestamp,
        recordedType: AuditEvent.OperationType?, secretFields: [String], namespace: RequestedCommand.Namespace
    ) {
        self.command = command
        self.meaning = meaning
        self.isFollowed = isFollowed
        requestID = header.requestID
        awaitedID = header.requestID
        self.time = time
        self.recordedType = recordedType
        self.secretFields = secretFields
        self.namespace = namespace
        requestByteCount = Int64(header.messageByteCount)
        isStreaming = false
    }

    /// What is left of a request when one answer of a stream has come.
    init(_ request: PendingRequest, behind answer: MessageHeader, at time: Timestamp) {
        command = request.command
        meaning = request.meaning
        isFollowed = request.isFollowed
        requestID = request.requestID
        awaitedID = answer.requestID
        self.time = time
        recordedType = request.recordedType
        secretFields = request.secretFields
        namespace = request.namespace
        requestByteCount = 0
        isStreaming = true
        session = request.session
        arguments = request.arguments
        mask = request.mask
        query = request.query
    }

    /// Whether an answer belongs to this request. Within a stream the protocol lets each answer refer to the one
    /// before; there are servers that go on referring to the request.
    func isAnswered(by header: MessageHeader) -> Bool {
        awaitedID == header.responseTo || isStreaming && requestID == header.responseTo
    }
}
