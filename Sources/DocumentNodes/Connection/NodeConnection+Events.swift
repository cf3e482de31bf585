import Logbook
import Logging
import MongoWire
import NIOCore
import NIOSSL

/// What happens at the two sockets.
extension NodeConnection {
    /// The client is there: in the clear it can be served, with TLS it has to prove first that it speaks it.
    func didAccept() {
        guard tls.listener != nil else {
            start()
            return
        }
        handshakeTimer = eventLoop.assumeIsolated().scheduleTask(in: context.limits.handshakeTimeout) {
            self.didFail(ConnectFailure.handshakeTimeout, at: .client)
        }
        client.read()
    }

    /// The client speaks TLS, and has shown its certificate where one is wanted.
    func didSecureClient() {
        handshakeTimer?.cancel()
        let certificate = try? client.channel.pipeline.syncOperations.nioSSL_peerCertificate()
        observer.admitsCertificateLogin = tls.admitsCertificateLogin(of: certificate)
        isClientSecured = true
        start()
    }

    /// Connects to the server, and reads nothing more before that has succeeded.
    private func start() {
        UpstreamConnector(context: context, tls: tls, eventLoop: eventLoop).connect { result in
            switch result {
            case .success(let connected): self.didConnect(connected.channel, to: connected.index)
            case .failure(let error): self.didNotConnect(error.reason)
            }
        }
    }

    private func didConnect(_ channel: any Channel, to index: Int) {
        guard case .connecting = phase, channel.isActive else {
            channel.close(promise: nil)
            didNotConnect(describeConnectError(ConnectFailure.closed, timeout: context.limits.connectTimeout))
            return
        }
        let socket = NodeSocket(channel, side: .upstream)
        do {
            try socket.join(self)
        } catch {
            socket.close()
            didNotConnect("\(error)")
            return
        }
        upstream = socket
        upstreamIndex = index
        phase = .open
        pump()
    }

    private func didNotConnect(_ reason: String) {
        guard case .connecting = phase else {
            pump()
            return
        }
        context.logger.warning(
            "cannot reach the database server",
            metadata: ["upstream": "\(context.upstream)", "reason": "\(reason)"]
        )
        refusal = .hostUnreachable(upstream: context.upstream, node: context.nodeName, reason: reason)
        phase = .refusing
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
            endInTime()
            if case .lingering = phase, hasEndedClientOutput {
                client.close()
            }
        case .upstream:
            drain()
        }
        pump()
    }

    func didClose(_ side: Side) {
        switch side {
        case .client:
            handshakeTimer?.cancel()
            // The client may have sent its last requests in this turn of the event loop, and want no answers.
            upstream?.flush()
            upstream?.close()
            endOperations()
            queue.discardEntries()
            phase = .closed
            cancelEnd()
        case .upstream:
            upstream = nil
            drain()
        }
        pump()
    }

    func didFail(_ error: any Error, at side: Side) {
        if case NIOSSLError.uncleanShutdown = error {
            // Drivers seldom say goodbye in TLS. Messages have lengths, so nothing can be cut off unnoticed.
            return
        }
        handshakeTimer?.cancel()
        let reason = describeConnectError(error, timeout: context.limits.handshakeTimeout)
        // Who only looks whether the port is open says nothing, and there is nothing to say of it.
        let isUnsecured = side == .client && tls.listener != nil && !isClientSecured && !isEndOfHandshake(error)
        context.logger.log(
            level: isUnsecured ? .warning : .debug,
            isUnsecured ? "connection closed: no TLS with the client" : "connection failed",
            metadata: [
                "remote": "\(remote)", "side": "\(side)", "reason": "\(reason)",
            ]
        )
        switch side {
        case .client: client.close()
        case .upstream: upstream?.close()
        }
    }

    /// Ends the connection as soon as the operations under way are answered, or when the grace is over.
    func shutDown(grace: Duration) {
        isShuttingDown = true
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(grace)) { [client] in
            client.close()
        }
        if case .open = phase {
            pump()
        } else {
            client.close()
        }
    }

    /// Another server is the one to write to: whoever is connected to this one had better connect again.
    func leave(for index: Int, grace: Duration) {
        if let upstreamIndex, upstreamIndex != index {
            shutDown(grace: grace)
        }
    }

    var remote: String { "\(observer.identity.remote.address):\(observer.identity.remote.port)" }
}
