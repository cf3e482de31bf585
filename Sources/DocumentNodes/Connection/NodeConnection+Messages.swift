import DocumentAudit
import Logbook
import Logging
import MongoWire
import NIOCore

/// What the messages on both ways come to.
extension NodeConnection {
    /// Forwards the requests that are complete, as long as there is room. Their arguments are written as text when the
    /// bytes have left.
    func takeRequests() {
        hasRequestsLeft = requests.waitingByteCount > 0
        guard hasRequestsLeft else {
            return
        }
        do {
            // A change of the policy counts for what arrives after it, and all of this has arrived.
            let selection = context.policy.selection
            while canTakeRequest {
                guard let output = try nextRequest(selection) else {
                    hasRequestsLeft = false
                    break
                }
                switch output {
                case .piece(let bytes):
                    upstream?.write(bytes)
                case .message(let message):
                    try take(request: message, selection)
                }
            }
        } catch {
            refuseClient(error)
        }
    }

    private var canTakeRequest: Bool {
        switch phase {
        case .open:
            !isShuttingDown && heldRequest == nil && queue.heldByteCount < context.limits.heldByteCount
                && observer.pending.count < context.limits.pendingRequestCount
        case .refusing:
            true
        case .connecting, .draining, .lingering, .closed:
            false
        }
    }

    private func nextRequest(_ selection: AuditSelection) throws -> FrameSplitter.Output? {
        if case .refusing = phase {
            return try requests.next()
        }
        return try requests.next { self.observer.gathers(request: $0, selection: selection) }
    }

    private func take(request message: WireMessage, _ selection: AuditSelection) throws {
        let isRecorded: Bool
        switch try observer.receive(request: message, at: context.time.now(), selection: selection) {
        case .forward(let isEvent):
            isRecorded = isEvent
        case .refuse(let answer):
            context.logger.warning(
                "connection closed: the client's message is not passed on",
                metadata: [
                    "remote": "\(remote)", "opcode": "\(message.header.opcode.name)",
                ]
            )
            release(answer)
            drain()
            return
        }
        if case .refusing = phase, let refusal {
            refuseLast(with: refusal)
            return
        }
        guard isRecorded, context.recording.failure == .block, context.recorder.hasGap else {
            upstream?.write(message.bytes)
            return
        }
        heldRequest = message.bytes
        closeGap()
    }

    private func refuseLast(with reply: ErrorReply) {
        if let answer = observer.refuseLast(with: reply, at: context.time.now()) {
            release(answer)
        }
        drain()
    }

    private func release(_ answer: ConnectionObserver.Answer) {
        if let event = answer.event {
            queue.note(event)
        }
        if let isWritable = answer.isWritable, let upstreamIndex {
            isWritable ? context.hosts.noteWritable(upstreamIndex) : lookForPrimary(insteadOf: upstreamIndex)
        }
        queue.add(answer.bytes, requestID: answer.requestID, isLegacy: answer.isLegacy)
    }

    /// Drivers see one server behind the node and wait for it to take writes; that another one does, the node has to
    /// find out. Connections are ended then, and come back to that one.
    private func lookForPrimary(insteadOf index: Int) {
        guard context.hosts.noteReadOnly(index) else {
            return
        }
        UpstreamConnector(context: context, tls: tls, eventLoop: eventLoop).search { _ in }
    }

    /// What the client sent cannot be passed on, so neither can anything after it.
    private func refuseClient(_ error: any Error) {
        context.logger.warning(
            "connection closed: the client's message cannot be passed on",
            metadata: ["remote": "\(remote)", "reason": "\(error)"]
        )
        drain()
    }

    func takeReplies() {
        do {
            while let output = try replies.next(gathering: { self.observer.gathers(reply: $0) }) {
                switch output {
                case .piece(let bytes): queue.add(bytes)
                case .message(let message): release(try observer.receive(reply: message, at: context.time.now()))
                }
            }
        } catch {
            context.logger.warning(
                "connection closed: the server's message cannot be understood",
                metadata: [
                    "upstream": "\(context.upstream)", "remote": "\(remote)",
                    "reason": "\(error)",
                ]
            )
            drain()
        }
    }
}
