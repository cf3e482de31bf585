import DequeModule
import DocumentAudit
import Logbook
import MongoWire
import NIOCore

/// Understands one connection: is told of each request and each answer, and says what becomes of them.
///
/// Knows no sockets and no store. Requests are remembered by their id and matched with the answers that refer to it;
/// logins are followed always, also while nothing is audited, for the policy may change on a running connection.
final class ConnectionObserver {
    struct Identity {
        var connectionID: UInt64
        var local: AuditEvent.Endpoint
        var remote: AuditEvent.Endpoint
        /// Host and port under which clients reach the node.
        var node: String
    }

    /// What the node passes on, and the event that has to be recorded before.
    struct Answer {
        var bytes: ByteBuffer
        var event: EncodedEvent?
        /// To answer the same request with an error where the event cannot be recorded.
        var requestID: Int32
        var isLegacy = false
        /// Of a handshake: whether the server takes writes.
        var isWritable: Bool?
    }

    /// What becomes of a request.
    enum Reception {
        case forward(isRecorded: Bool)
        /// The request does not reach the server, and none after it does: the node answers it.
        case refuse(Answer)
    }

    let identity: Identity
    private let inspectedByteCount: Int
    let cursors: CursorRegistry
    var client = ClientMetadata()
    var known = ClientIdentity()
    private var session = KnownSession()
    private var commands = KnownCommand()
    private(set) var pending: Deque<PendingRequest> = []
    /// A login between two of its steps.
    var login: Login?
    var isLoginRecorded = false
    /// Whether the client may log in by certificate; the server would take it for the node otherwise.
    var admitsCertificateLogin = true
    /// Whether requests have come whose arguments are not written yet.
    private(set) var hasUndescribedRequests = false
    private var lastRequestID: Int32 = 0

    init(identity: Identity, inspectedByteCount: Int, cursors: CursorRegistry) {
        self.identity = identity
        self.cursors = cursors
        self.inspectedByteCount = inspectedByteCount
    }

    /// Whether a request has to be gathered to be looked at. Nobody needs to see large ones while nothing is audited,
    /// unless a login could hide in one.
    func gathers(request header: MessageHeader, selection: AuditSelection) -> Bool {
        !selection.isEmpty || header.messageByteCount <= inspectedByteCount || header.opcode != .message
            || !admitsCertificateLogin
    }

    /// Whether an answer has to be gathered: those are that answer a remembered request.
    func gathers(reply header: MessageHeader) -> Bool {
        place(answeredBy: header) != nil
    }

    /// Takes note of a request that goes to the server now. Its arguments are left for `describe`.
    ///
    /// - Throws: `WireError` when the request makes no sense, so that nothing can be answered.
    func receive(
        request message: WireMessage, at time: Timestamp, selection: AuditSelection
    ) throws -> Reception {
        if selection.isEmpty, admitsCertificateLogin, message.header.opcode == .message,
            let name = OpMessage.leadingName(of: message), !commands.isFollowedAlways(name)
        {
            // Nobody wants to know more of it.
            return .forward(isRecorded: false)
        }
        let command: RequestedCommand
        do {
            command = try RequestedCommand(message)
        } catch let error as DocumentNodesError {
            return .refuse(refusal(of: message, .unsupported(error.message), at: time, selection: selection))
        }
        let meaning = try meaning(of: command, message: message, at: time)
        let commandClass = commands.commandClass(of: command.name)
        let isFollowed = commands.isFollowedAlways(command.name)
        let namespace = try command.namespace(of: commandClass)
        let request = PendingRequest(
            command, meaning: meaning, isFollowed: isFollowed, header: message.header, at: time,
            recordedType: try recordedType(of: command, meaning, namespace, commandClass, selection),
            secretFields: commandClass.secretFields, namespace: namespace)
        guard request.recordedType != nil || isFollowed else {
            return .forward(isRecorded: false)
        }
        if case .operation = meaning, request.recordedType != nil {
            request.mask = selection.mask.isEmpty ? nil : selection.mask
            request.query = request.cursor.flatMap(cursors.query)
            request.session = try session.text(of: command.sessionID)
        }
        pending.append(request)
        hasUndescribedRequests = true
        if !admitsCertificateLogin, try command.asksForCertificateLogin(),
            let answer = refuseLast(with: .certificateNotForwarded, at: time)
        {
            return .refuse(answer)
        }
        return .forward(isRecorded: request.recordedType != nil)
    }

    /// Writes the arguments of requests that came since; to be called when the server has got them, as it takes its
    /// time.
    ///
    /// - Returns: the events of requests that get no answer.
    func describe(at time: Timestamp) -> [EncodedEvent] {
        hasUndescribedRequests = false
        var events: [EncodedEvent] = []
        var hasUnacknowledged = false
        for request in pending {
            request.describe()
            if request.command.isUnacknowledged {
                hasUnacknowledged = true
                events += unanswered(request, at: time)
            }
        }
        if hasUnacknowledged {
            pending.removeAll(where: \.command.isUnacknowledged)
        }
        return events
    }

    /// The connection is over: what was asked and never answered.
    func end(at time: Timestamp) -> [EncodedEvent] {
        var events: [EncodedEvent] = []
        for request in pending {
            request.describe()
            events += unanswered(request, at: time)
        }
        pending.removeAll()
        if let login, isLoginRecorded {
            events.append(event(of: login, result: AuditEvent.unansweredResult, at: time))
        }
        login = nil
        return events
    }

    /// An id for a message of our own.
    func nextRequestID() -> Int32 {
        lastRequestID &+= 1
        return lastRequestID
    }

    /// Operations that hold a client up; handshakes, which servers leave unanswered for seconds, do not count.
    var isIdle: Bool {
        pending.allSatisfy { if case .handshake = $0.meaning { true } else { false } }
    }
}

extension ConnectionObserver {
    /// Where the request stands that an answer refers to.
    func place(answeredBy header: MessageHeader) -> Int? {
        pending.firstIndex { $0.isAnswered(by: header) }
    }

    /// Takes out the request that an answer refers to. One that is followed by more answers stays, waiting for the
    /// next.
    func take(at place: Int, answeredBy header: MessageHeader, hasMore: Bool, at time: Timestamp) -> PendingRequest {
        let request = pending[place]
        request.describe()
        if hasMore {
            pending[place] = PendingRequest(request, behind: header, at: time)
        } else {
            pending.remove(at: place)
        }
        return request
    }

    /// Takes back the request that came last.
    func takeLast() -> PendingRequest? {
        pending.popLast()
    }

    private func meaning(
        of command: RequestedCommand, message: WireMessage, at time: Timestamp
    ) throws -> PendingRequest.Meaning {
        guard commands.isFollowedAlways(command.name) else {
            return .operation
        }
        let header = message.header
        if CommandClass.isHandshake(command.name) {
            if let introduced = try ClientMetadata(handshake: command.document) {
                client = introduced
            }
            return .handshake(try speculativeLogin(in: command, header: header, at: time))
        }
        guard CommandClass.isLogin(command.name) else {
            return .operation
        }
        if command.name == "saslContinue", var login {
            login.requestByteCount += Int64(header.messageByteCount)
            self.login = nil
            return .login(login)
        }
        login = nil
        let database = command.database
        return .login(
            try Login(
                command: command.name, document: command.document, database: database, requestID: header.requestID,
                byteCount: header.messageByteCount, time: time
            ))
    }

    /// Drivers put the first step of a login into the handshake to save a round trip.
    private func speculativeLogin(
        in command: RequestedCommand, header: MessageHeader, at time: Timestamp
    ) throws -> Login? {
        guard let document = try command.document.value("speculativeAuthenticate")?.document,
            let name = try document.first()?.key
        else {
            return nil
        }
        return try Login(
            command: name, document: document, database: try document.value("db")?.string ?? command.database,
            requestID: header.requestID, byteCount: header.messageByteCount, time: time
        )
    }

    /// Handshakes are no operations: drivers repeat them every few seconds to see how the server is. The login that one
    /// carries is. Logins belong to no database of the scope.
    private func recordedType(
        of command: RequestedCommand, _ meaning: PendingRequest.Meaning, _ namespace: RequestedCommand.Namespace,
        _ commandClass: CommandClass, _ selection: AuditSelection
    ) throws -> AuditEvent.OperationType? {
        switch meaning {
        case .handshake(nil):
            nil
        case .handshake, .login:
            selection.types.contains(.auth) ? .auth : nil
        case .operation where selection.isEmpty:
            nil
        case .operation:
            selection.recordedType(
                of: try command.types(of: commandClass), database: namespace.database,
                collection: namespace.collection
            )
        }
    }
}

extension PendingRequest {
    fileprivate func describe() {
        guard arguments == nil, recordedType != nil, case .operation = meaning else {
            return
        }
        let text = command.arguments(masking: secretFields)
        arguments = (mask?.applied(to: text) ?? text).adding(query)
    }
}

extension PendingRequest {
    /// The cursor that the request reads on, when it does.
    var cursor: Int64? { command.name == "getMore" ? command.subject.integer : nil }
}

extension String {
    /// Arguments of a command with the query that its cursor is from, at their end.
    fileprivate func adding(_ query: CursorRegistry.Query?) -> String {
        guard let query, hasSuffix("}") else { return self }
        return dropLast() + ",\"$query\":{\"connection\":\(query.connectionID),\"requestId\":\(query.requestID)}}"
    }
}
