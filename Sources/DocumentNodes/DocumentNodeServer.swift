package import DocumentAudit
package import Logbook
package import Logging
package import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import ServiceLifecycle
internal import Synchronization

/// The listener in front of one node of a document database.
///
/// `start` opens it, `run` keeps it until the service group is asked to stop, `shutdown` ends it: new connections
/// are refused, operations under way get their answers, every event is handed to the store. The store outlives it.
package final class DocumentNodeServer: Service {
    private struct State {
        var hasStarted = false
        var isShutDown = false
        var listener: (any Channel)?
        var connections: [UInt64: ConnectionHandle] = [:]
        var acceptedConnectionCount: UInt64 = 0
    }

    private struct ConnectionHandle: Sendable {
        let connection: NIOLoopBound<NodeConnection>
        let eventLoop: any EventLoop
        let finished: EventLoopFuture<Void>
    }

    private let node: DocumentNode
    private let eventLoopGroup: any EventLoopGroup
    private let context: NodeContext
    private let state = Mutex(State())

    /// - Parameters:
    ///   - upstreams: servers to forward to instead of the node's own; of several, the one that takes writes.
    ///   - tls: shared by the nodes of the instance; may change while they run.
    ///   - policy: shared by the nodes of the instance; off policies still follow logins.
    package init(
        instance: DocumentInstance, node: DocumentNode, upstreams: [UpstreamHost] = [],
        tls: NodeTLSHandle = NodeTLSHandle(.none),
        policy: AuditPolicyHandle,
        store: any LogStore, recording: RecordingPolicy = RecordingPolicy(), eventLoopGroup: any EventLoopGroup,
        time: TimeSource,
        logger: Logger,
        limits: NodeLimits = NodeLimits()
    ) {
        self.node = node
        self.eventLoopGroup = eventLoopGroup
        let stream = Stream.audit(project: instance.project, instance: instance.id, node: node.id)
        var logger = logger
        logger[metadataKey: "node"] = "\(node.name)"
        let recorder = NodeRecorder(
            store: store, stream: stream, durability: recording.durability, logger: logger)
        let own = UpstreamHost(host: node.upstreamHost, port: node.upstreamPort)
        let hosts = UpstreamHosts(
            upstreams.isEmpty ? [own] : upstreams, searchInterval: limits.searchInterval, time: time)
        context = NodeContext(
            nodeName: node.name, host: node.host, hosts: hosts,
            tls: tls, policy: policy, recording: recording, recorder: recorder,
            loops: LoopRegistry(recorder, limits: limits), time: time, logger: logger, limits: limits,
            cursors: CursorRegistry(capacity: limits.cursorCount)
        )
    }

    /// Opens the listener. Port 0 takes a free one.
    ///
    /// - Returns: where it listens.
    /// - Throws: `DocumentNodesError` with `cannotListen` or `alreadyStarted`.
    @discardableResult
    package func start() async throws -> AuditEvent.Endpoint {
        let mayStart = state.withLock { state in
            defer { state.hasStarted = true }
            return !state.hasStarted && !state.isShutDown
        }
        guard mayStart else {
            throw DocumentNodesError(.alreadyStarted, "a node is started once")
        }
        let listener: any Channel
        do {
            listener = try await bootstrap().bind(host: node.host, port: node.port).get()
        } catch {
            throw DocumentNodesError(
                .cannotListen,
                """
                cannot listen on \(hostAndPort(node.host, node.port)) for node \(node.name) \
                (\(describeBindError(error))); free the port or give the node another one
                """
            )
        }
        state.withLock { $0.listener = listener }
        context.hosts.onChoice { [weak self] index in
            self?.moveConnections(to: index)
        }
        let endpoint = AuditEvent.Endpoint(listener.localAddress)
        context.logger.info(
            "document node listens",
            metadata: [
                "address": "\(hostAndPort(endpoint.address, Int(endpoint.port)))",
                "upstream": "\(context.upstream)",
            ]
        )
        return endpoint
    }

    /// Serves until the graceful shutdown of the service group, or until the task is cancelled.
    package func run() async throws {
        if !state.withLock({ $0.hasStarted }) {
            try await start()
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.closeGaps() }
            // Cancelled or asked to stop: both mean that the node ends now.
            try? await gracefulShutdown()
            group.cancelAll()
        }
        await shutdown()
    }

    /// Where traffic goes on without a record, nobody else would see to it that the gap itself is recorded.
    private func closeGaps() async {
        while !Task.isCancelled {
            await context.recorder.tryToCloseGap()
            try? await Task.sleep(for: context.limits.gapInterval)
        }
    }

    /// Ends the node. Returns when every connection is closed and its events are with the store.
    package func shutdown() async {
        let (listener, connections) = state.withLock { state in
            state.isShutDown = true
            defer { state.listener = nil }
            return (state.listener, Array(state.connections.values))
        }
        // A listener that failed by itself is closed already.
        try? await listener?.close()
        let grace = context.limits.shutdownGrace
        for handle in connections {
            handle.eventLoop.execute { handle.connection.value.shutDown(grace: grace) }
        }
        for handle in connections {
            // This promise never fails.
            try? await handle.finished.get()
        }
        await context.recorder.tryToCloseGap()
    }

    /// What can be told of the node at this moment.
    package var status: NodeStatus {
        let (open, accepted) = state.withLock { ($0.connections.count, $0.acceptedConnectionCount) }
        return NodeStatus(
            openConnectionCount: open, acceptedConnectionCount: accepted,
            recordedEventCount: context.recorder.recordedEventCount, lostEventCount: context.recorder.lostEventCount
        )
    }

    /// Ends the connections that lead to other servers, when their operations are over.
    private func moveConnections(to index: Int) {
        context.logger.notice(
            "the node forwards to another server", metadata: ["upstream": "\(context.hosts.all[index])"])
        let grace = context.limits.shutdownGrace
        for handle in state.withLock({ Array($0.connections.values) }) {
            handle.eventLoop.execute { handle.connection.value.leave(for: index, grace: grace) }
        }
    }

    private func bootstrap() -> ServerBootstrap {
        ServerBootstrap(group: eventLoopGroup)
            .serverChannelOption(.backlog, value: context.limits.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.tcpOption(.keepAliveIdle), value: context.limits.keepAliveIdleSeconds)
            .childChannelOption(.tcpOption(.keepAliveInterval), value: context.limits.keepAliveIntervalSeconds)
            .childChannelOption(.writeBufferWaterMark, value: context.limits.writeBuffer)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try self.accept(channel)
                }
            }
    }

    private func accept(_ channel: any Channel) throws {
        let maximum = context.limits.maximumConnectionCount
        let connectionID: UInt64? = state.withLock { state in
            guard !state.isShutDown, state.connections.count < maximum else {
                return nil
            }
            state.acceptedConnectionCount += 1
            return state.acceptedConnectionCount
        }
        guard let connectionID else {
            context.logger.warning("connection refused: the node has as many as it may")
            throw ChannelError.eof
        }
        let connection = NodeConnection(client: channel, connectionID: connectionID, context: context)
        if let tls = connection.tls.listener {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
        }
        try connection.client.join(connection)
        let handle = ConnectionHandle(
            connection: NIOLoopBound(connection, eventLoop: channel.eventLoop), eventLoop: channel.eventLoop,
            finished: connection.finished.futureResult
        )
        state.withLock { $0.connections[connectionID] = handle }
        if state.withLock(\.isShutDown) {
            // The list that `shutdown` ends was taken before this connection came into it.
            connection.shutDown(grace: .zero)
        }
        handle.finished.whenComplete { _ in
            self.state.withLock { $0.connections[connectionID] = nil }
        }
    }
}
