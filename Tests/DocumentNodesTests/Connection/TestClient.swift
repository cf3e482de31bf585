import MongoWire
import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends bytes and waits for messages.
struct TestClient {
    let channel: any Channel
    private let messages: AsyncStream<WireMessage>

    static func connect(to port: Int, autoRead: Bool = true, tls: NIOSSLContext? = nil) async throws -> TestClient {
        let (stream, continuation) = AsyncStream.makeStream(of: WireMessage.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: autoRead)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return TestClient(channel: channel, messages: stream)
    }

    func send(_ message: WireMessage) async throws {
        try await channel.writeAndFlush(message.bytes)
    }

    func send(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes)
    }

    /// The next message; `nil` when the connection has ended.
    func next() async -> WireMessage? {
        for await message in messages {
            return message
        }
        return nil
    }

    func call(_ message: WireMessage) async throws -> WireMessage? {
        try await send(message)
        return await next()
    }

    func close() async {
        try? await channel.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<WireMessage>.Continuation
        private var splitter = FrameSplitter()

        init(_ continuation: AsyncStream<WireMessage>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            splitter.feed(unwrapInboundIn(data))
            while case .message(let message)? = try? splitter.next() {
                continuation.yield(message)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
