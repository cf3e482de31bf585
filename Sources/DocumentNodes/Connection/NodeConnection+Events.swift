import Logbook
import Logging
import MongoWire
import NIOCore
import NIOPosix

/// What happens at the two sockets.
extension NodeConnection {
    /// The client is there: connect to the server, and read nothing before that has succeeded.
    func start() {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let limits = context.limits
        ClientBootstrap(group: eventLoop)
            .connectTimeout(limits.connectTimeout)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.writeBufferWaterMark, value: limits.writeBuffer)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ConnectionHandler(side: .upstream, connection: bound.value)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: context.upstreamHost, port: context.upstreamPort)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel): self.didConnect(channel)
                case .failure(let error): self.didNotConnect(error)
                }
            }
    }

    private func didConnect(_ channel: any Channel) {
        guard case .connecting = phase, channel.isActive else {
            channel.close(promise: nil)
            drain()
            pump()
            return
        }
        upstream = channel
        phase = .open
        pump()
    }

    private func didNotConnect(_ error: any Error) {
        guard case .connecting = phase else {
            pump()
            return
        }
        let reason = describeConnectError(error, timeout: context.limits.connectTimeout)
        context.logger.warning(
            "cannot reach the database server",
            metadata: ["upstream": "\(context.upstream)", "node": "\(context.nodeName)", "reason": "\(reason)"]
        )
        phase = .refusing(.hostUnreachable(upstream: context.upstream, node: context.nodeName, reason: reason))
        pump()
    }

    func didRead(_ bytes: ByteBuffer, from side: Side) {
        switch (side, phase) {
        case (.client, .open), (.client, .refusing), (.client, .connecting):
            requests.feed(bytes)
        case (.upstream, .open):
            replies.feed(bytes)
            takeReplies()
        default:
            // Nobody is interested any more.
            break
        }
    }

    /// The side sends nothing more, but may still read.
    func didEndInput(of side: Side) {
        switch side {
        case .client:
            hasClientEnded = true
            switch phase {
            case .connecting, .refusing: client.close(promise: nil)
            case .lingering where hasEndedClientOutput: client.close(promise: nil)
            case .open, .draining, .lingering, .closed: break
            }
        case .upstream:
            drain()
        }
        pump()
    }

    func didClose(_ side: Side) {
        switch side {
        case .client:
            upstream?.close(promise: nil)
            endOperations()
            queue.discardEntries()
            phase = .closed
        case .upstream:
            upstream = nil
            drain()
        }
        pump()
    }

    func didFail(_ error: any Error, at side: Side) {
        context.logger.debug(
            "connection failed", metadata: ["side": "\(side)", "remote": "\(remote)", "error": "\(error)"]
        )
        switch side {
        case .client: client.close(promise: nil)
        case .upstream: upstream?.close(promise: nil)
        }
    }

    /// Ends the connection as soon as the operations under way are answered, or when the grace is over.
    func shutDown(grace: Duration) {
        isShuttingDown = true
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(grace)) { [client] in
            client.close(promise: nil)
        }
        if case .open = phase {
            pump()
        } else {
            client.close(promise: nil)
        }
    }

    var remote: String { "\(observer.identity.remote.address):\(observer.identity.remote.port)" }
}
