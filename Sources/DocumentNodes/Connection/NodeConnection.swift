import DocumentAudit
import Logbook
import Logging
import MongoWire
import NIOCore
import NIOPosix

/// One client and its own connection to the server: reads from both, asks the observer, holds answers until they are
/// recorded.
///
/// Lives on one event loop, which is the client's and the server's, and is touched from nowhere else. Nothing is
/// read from a side unless the other side takes what it is sent, so a slow reader slows its partner and does not
/// fill memory.
final class NodeConnection {
    enum Side {
        case client
        case upstream
    }

    enum Phase {
        case connecting
        case open
        /// The server cannot be reached: the first request is answered with `refusal`.
        case refusing
        /// No request is taken any more; the client is closed when it has got what is in the queue.
        case draining
        /// The last answer is on its way; whatever the client still sends is thrown away.
        case lingering
        case closed
    }

    let context: NodeContext
    let client: NodeSocket
    let connectionID: UInt64
    /// As it was when the client came.
    let tls: NodeTLS
    let finished: EventLoopPromise<Void>
    /// Shared with the other connections of the event loop.
    let recorder: LoopRecorder
    private let turn: LoopTurn

    var upstream: NodeSocket?
    /// Which of the node's servers it leads to.
    var upstreamIndex: Int?
    var phase = Phase.connecting
    var refusal: ErrorReply?
    let observer: ConnectionObserver
    var requests: FrameSplitter
    var replies: FrameSplitter
    var queue = ReleaseQueue()
    /// A request that waits until a gap in the record is written down.
    var heldRequest: ByteBuffer?
    /// Requests may be waiting that have come and were not taken up.
    var hasRequestsLeft = false
    var hasClientEnded = false
    var hasEndedUpstreamOutput = false
    var hasEndedClientOutput = false
    var isShuttingDown = false
    var isClientSecured = false
    var handshakeTimer: Scheduled<Void>?
    private var endTimer: Scheduled<Void>?
    private var isFinished = false
    private var isPumping = false
    private var hasJoinedTurn = false
    private var hasToPumpAgain = false

    init(client: any Channel, connectionID: UInt64, context: NodeContext) {
        client.eventLoop.preconditionInEventLoop()
        self.client = NodeSocket(client, side: .client)
        self.connectionID = connectionID
        self.context = context
        tls = context.tls.current
        finished = client.eventLoop.makePromise()
        (recorder, turn) = context.loops.parts(on: client.eventLoop)
        requests = FrameSplitter(maximumMessageByteCount: context.limits.maximumMessageByteCount)
        replies = FrameSplitter(maximumMessageByteCount: context.limits.maximumMessageByteCount)
        let local = AuditEvent.Endpoint(client.localAddress)
        observer = ConnectionObserver(
            identity: ConnectionObserver.Identity(
                connectionID: connectionID, local: local, remote: AuditEvent.Endpoint(client.remoteAddress),
                node: context.address(seenAt: local)
            ),
            inspectedByteCount: context.limits.inspectedMessageByteCount, cursors: context.cursors
        )
    }

    var eventLoop: any EventLoop { client.channel.eventLoop }

    /// Does whatever can be done now, until nothing more can.
    ///
    /// Every change of state ends here. A write may make a socket unwritable while this runs, which comes back here;
    /// that is remembered rather than nested. What is written leaves at the end of the event loop's turn.
    func pump() {
        if !hasJoinedTurn {
            hasJoinedTurn = true
            turn.join(self)
        }
        guard !isPumping else {
            hasToPumpAgain = true
            return
        }
        isPumping = true
        defer { isPumping = false }
        repeat {
            hasToPumpAgain = false
            takeRequests()
            recordNext()
            releaseAnswers()
            closeWhatIsDone()
            readOn()
        } while hasToPumpAgain
    }

    /// The event loop has read all there was, and the server has got its requests: their arguments are written while it
    /// works.
    func endTurn() {
        hasJoinedTurn = false
        if observer.hasUndescribedRequests {
            let events = observer.describe(at: context.time.now())
            if !events.isEmpty {
                events.forEach { queue.note($0) }
                pump()
            }
        }
        client.flush()
    }

    /// Reads from a side when the other one, and the queue between them, have room.
    private func readOn() {
        let hasRoom = queue.heldByteCount < context.limits.heldByteCount
        switch phase {
        case .open:
            if !hasClientEnded, heldRequest == nil, hasRoom, upstream?.isWritable ?? false,
                observer.pending.count < context.limits.pendingRequestCount
            {
                client.read()
            }
            if hasRoom, client.isWritable {
                upstream?.read()
            }
        case .refusing, .lingering:
            client.read()
        case .connecting, .draining, .closed:
            break
        }
    }

    private func releaseAnswers() {
        while let bytes = queue.release() {
            client.write(bytes)
            // There is room for requests that came and could not be taken up.
            hasToPumpAgain = hasToPumpAgain || requests.waitingByteCount > 0
        }
    }

    private func closeWhatIsDone() {
        if hasClientEnded, !hasRequestsLeft {
            endUpstreamOutput()
        }
        if isShuttingDown, case .open = phase, observer.isIdle, !queue.hasEntries, queue.hasSettled {
            drain()
        }
        if case .draining = phase, !queue.hasEntries {
            linger()
        }
        if case .closed = phase, upstream == nil, queue.hasSettled, !isFinished {
            isFinished = true
            finished.succeed()
        }
    }

    /// The client has sent all that it will, and all of it has been passed on.
    private func endUpstreamOutput() {
        switch phase {
        case .open where !hasEndedUpstreamOutput && heldRequest == nil:
            hasEndedUpstreamOutput = true
            _ = upstream?.closeOutput()
        case .connecting, .refusing:
            client.close()
        case .open, .draining, .lingering, .closed:
            break
        }
    }

    /// One side has ended. What is still to come from the other, or has to be taken by it, is not waited for without
    /// end: a network may swallow it, and nobody would ever hear of that.
    func endInTime() {
        if case .closed = phase { return }
        guard endTimer == nil else { return }
        endTimer = eventLoop.assumeIsolated().scheduleTask(in: context.limits.endingTime) { [client] in
            client.close()
        }
    }

    func cancelEnd() {
        endTimer?.cancel()
    }

    /// No further request is taken: what was asked and not answered is over.
    func drain() {
        endInTime()
        upstream?.close()
        endOperations()
        switch phase {
        case .connecting, .open, .refusing: phase = .draining
        case .draining, .lingering, .closed: break
        }
    }

    func endOperations() {
        heldRequest = nil
        for event in observer.end(at: context.time.now()) {
            queue.note(event)
        }
    }

    /// Ends our side first, so that the client has read the last answer before the connection goes away.
    private func linger() {
        phase = .lingering
        client.closeOutput().assumeIsolated().whenComplete { _ in
            self.hasEndedClientOutput = true
            guard !self.hasClientEnded else {
                self.client.close()
                return
            }
            self.eventLoop.assumeIsolated().scheduleTask(in: self.context.limits.lingerTime) { [client = self.client] in
                client.close()
            }
        }
    }
}
