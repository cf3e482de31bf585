import MongoWire
import NIOCore
import NIOPosix
import Synchronization

/// A server that answers as it is told, over a real socket.
final class FakeUpstream: Sendable {
    /// What to do with a request.
    enum Reaction: Sendable {
        case answer([WireMessage])
        case silence
        case hangUp
    }

    private struct State {
        var listener: (any Channel)?
        var connections: [any Channel] = []
        var received: [WireMessage] = []
    }

    private let state = Mutex(State())
    private let endsLast: Bool
    private let react: @Sendable (WireMessage) -> Reaction

    /// - Parameter endsLast: whether a connection stays although the other side has ended.
    init(endsLast: Bool = false, _ react: @escaping @Sendable (WireMessage) -> Reaction = FakeUpstream.agree) {
        self.endsLast = endsLast
        self.react = react
    }

    /// Handshakes as a primary does, and yes to everything else.
    static func agree(_ request: WireMessage) -> Reaction {
        let id = request.header.requestID
        if request.text.hasPrefix(#"{"hello""#) {
            return .answer([
                reply(
                    1_000 + id, to: id,
                    [
                        "setName": "rs", "hosts": ["a:1"], "me": "a:1", "primary": "a:1", "isWritablePrimary": true,
                        "ok": 1,
                    ])
            ])
        }
        if (try? OpMessage(request).flags.contains(.moreToCome)) == true {
            return .silence
        }
        return .answer([reply(1_000 + id, to: id, ["n": 1, "ok": 1])])
    }

    var received: [WireMessage] { state.withLock(\.received) }

    func start() async throws -> Int {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: endsLast)
            .childChannelInitializer { channel in
                self.state.withLock { $0.connections.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        state.withLock { $0.listener = listener }
        return listener.localAddress?.port ?? 0
    }

    /// Ends every connection.
    func hangUp() {
        for connection in state.withLock(\.connections) {
            connection.close(promise: nil)
        }
    }

    func stop() async {
        let listener = state.withLock(\.listener)
        try? await listener?.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let upstream: FakeUpstream
        private var splitter = FrameSplitter()

        init(_ upstream: FakeUpstream) {
            self.upstream = upstream
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            splitter.feed(unwrapInboundIn(data))
            while case .message(let message)? = try? splitter.next() {
                upstream.state.withLock { $0.received.append(message) }
                switch upstream.react(message) {
                case .answer(let replies):
                    for reply in replies {
                        context.write(wrapOutboundOut(reply.bytes), promise: nil)
                    }
                    context.flush()
                case .silence: break
                case .hangUp: context.close(promise: nil)
                }
            }
        }
    }
}
