import DocumentAudit
import Logbook
import MongoWire
import NIOCore

extension ConnectionObserver {
    /// Takes an answer of the server.
    ///
    /// - Throws: `WireError` or `DocumentNodesError` when it cannot be understood; its request stays unanswered then.
    func receive(reply message: WireMessage, at time: Timestamp) throws -> Answer {
        guard let place = place(answeredBy: message.header) else {
            return Answer(bytes: message.bytes, event: nil, requestID: message.header.responseTo)
        }
        let reply = try ReplyDocument(message)
        let request = take(at: place, answeredBy: message.header, hasMore: reply.hasMore, at: time)
        var answer = Answer(
            bytes: message.bytes, event: nil, requestID: request.requestID, isLegacy: request.command.isLegacy
        )
        switch request.meaning {
        case .handshake(let login):
            answer.bytes = reply.encoded(try HandshakeReply.rewritten(reply.document, node: identity.node))
            answer.isWritable = try HandshakeReply.isWritable(reply.document)
            if let login, let speculated = try reply.document.value("speculativeAuthenticate")?.document {
                // The document inside has no `ok`: that it is there says that the step went well.
                answer.event = try advance(login, by: speculated, result: 0, message, request, at: time)
            }
        case .login(let login):
            let summary = try ReplySummary(reply.document, to: request.command.name)
            answer.event = try advance(login, by: reply.document, result: summary.result, message, request, at: time)
        case .operation:
            let summary = try ReplySummary(reply.document, to: request.command.name)
            if request.isFollowed, summary.result == 0 {
                try known.learn(from: reply.document, to: request.command.name)
            }
            answer.event = event(of: request, summary, replyByteCount: message.bytes.readableBytes, at: time)
            follow(summary.cursor, of: request)
            if request.isFollowed, request.command.name == "logout", summary.result == 0 {
                known.logOut(of: request.command.database)
            }
        }
        return answer
    }

    /// Remembers which query a cursor is from, for as long as the server keeps it.
    private func follow(_ cursor: Int64?, of request: PendingRequest) {
        guard request.recordedType != nil, let cursor else { return }
        if let continued = request.cursor {
            if cursor == 0 { cursors.close(continued) }
        } else if cursor != 0 {
            cursors.open(cursor, by: .init(connectionID: identity.connectionID, requestID: request.requestID))
        }
    }

    /// Answers the request that came last without the server.
    func refuseLast(with error: ErrorReply, at time: Timestamp) -> Answer? {
        guard let request = takeLast() else {
            return nil
        }
        let bytes = error.message(
            requestID: nextRequestID(), responseTo: request.requestID, isLegacy: request.command.isLegacy
        )
        var answer = Answer(bytes: bytes, event: nil, requestID: request.requestID, isLegacy: request.command.isLegacy)
        switch request.meaning {
        case .handshake(let login):
            if let login, request.recordedType != nil {
                answer.event = event(of: login, result: error.code, at: time)
            }
        case .login(let login):
            answer.event = request.recordedType.map { _ in event(of: login, result: error.code, at: time) }
        case .operation:
            answer.event = event(
                of: request, ReplySummary(failure: error.code), replyByteCount: bytes.readableBytes, at: time)
        }
        return answer
    }

    /// Answers a message that the node cannot look into. It was an attempt at something, so it is an event.
    func refusal(
        of message: WireMessage, _ error: ErrorReply, at time: Timestamp, selection: AuditSelection
    ) -> Answer {
        let header = message.header
        let isLegacy = header.opcode == .query
        let bytes = error.message(requestID: nextRequestID(), responseTo: header.requestID, isLegacy: isLegacy)
        var answer = Answer(bytes: bytes, event: nil, requestID: header.requestID, isLegacy: isLegacy)
        if selection.types.contains(.command) {
            answer.event = AuditEvent(
                time: time, durationMicroseconds: 0, type: .command, command: header.opcode.name, database: "",
                collection: nil, local: identity.local, remote: identity.remote, users: known.users, roles: known.roles,
                connectionID: identity.connectionID, requestID: header.requestID, application: client.application,
                driver: client.driver, session: nil, transaction: nil,
                arguments: "{\"opcode\":\(header.opcode.rawValue)}", result: error.code, documentsReturned: 0,
                documentsWritten: 0, requestByteCount: Int64(message.bytes.readableBytes),
                replyByteCount: Int64(bytes.readableBytes), lineByteCount: 0
            ).encoded()
        }
        return answer
    }

    /// The event of a request that will not be answered, if there is one to be written.
    func unanswered(_ request: PendingRequest, at time: Timestamp) -> [EncodedEvent] {
        guard request.recordedType != nil else {
            return []
        }
        switch request.meaning {
        case .handshake(let login):
            return login.map { [event(of: $0, result: AuditEvent.unansweredResult, at: time)] } ?? []
        case .login(let login):
            return [event(of: login, result: AuditEvent.unansweredResult, at: time)]
        case .operation:
            let summary = ReplySummary(failure: AuditEvent.unansweredResult)
            return event(of: request, summary, replyByteCount: 0, at: time).map { [$0] } ?? []
        }
    }

    /// - Returns: the event of the login when this was its last step.
    private func advance(
        _ login: Login, by document: BSONDocument, result: Int32, _ message: WireMessage, _ request: PendingRequest,
        at time: Timestamp
    ) throws -> EncodedEvent? {
        var login = login
        login.replyByteCount += Int64(message.bytes.readableBytes)
        try login.note(reply: document)
        let isLast = try login.command == "authenticate" || document.value("done")?.isTrue ?? false
        guard result != 0 || isLast else {
            self.login = login
            isLoginRecorded = request.recordedType != nil
            return nil
        }
        if result == 0 {
            known.logIn(login.principal, database: login.database)
        }
        return request.recordedType.map { _ in event(of: login, result: result, at: time) }
    }

    private func event(
        of request: PendingRequest, _ summary: ReplySummary, replyByteCount: Int, at time: Timestamp
    ) -> EncodedEvent? {
        guard let type = request.recordedType else {
            return nil
        }
        return AuditEvent(
            time: request.time, durationMicroseconds: max(0, time.microseconds - request.time.microseconds), type: type,
            command: request.command.name, database: request.namespace.database,
            collection: request.namespace.collection, local: identity.local, remote: identity.remote,
            users: known.users, roles: known.roles, connectionID: identity.connectionID, requestID: request.requestID,
            application: client.application, driver: client.driver, session: request.session,
            transaction: request.command.transaction,
            arguments: request.arguments ?? "{}", result: summary.result, documentsReturned: summary.documentsReturned,
            documentsWritten: summary.documentsWritten, requestByteCount: request.requestByteCount,
            replyByteCount: Int64(replyByteCount), lineByteCount: 0
        ).encoded()
    }

    func event(of login: Login, result: Int32, at time: Timestamp) -> EncodedEvent {
        AuditEvent(
            time: login.time, durationMicroseconds: max(0, time.microseconds - login.time.microseconds), type: .auth,
            command: login.command, database: login.database, collection: nil, local: identity.local,
            remote: identity.remote, users: known.users, roles: known.roles, connectionID: identity.connectionID,
            requestID: login.requestID, application: client.application, driver: client.driver, session: nil,
            transaction: nil, arguments: login.arguments, result: result, documentsReturned: 0, documentsWritten: 0,
            requestByteCount: login.requestByteCount, replyByteCount: login.replyByteCount, lineByteCount: 0
        ).encoded()
    }
}
