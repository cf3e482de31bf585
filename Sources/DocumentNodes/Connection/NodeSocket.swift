import NIOCore
import NIOTLS

/// One of a connection's two channels: tells the connection what happens there, and does there what it wants.
///
/// Writes and reads go from here straight to the channel's end of the pipeline, which is the shortest way, and what
/// would change nothing is not passed on at all: this is asked several times for each message.
final class NodeSocket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let channel: any Channel
    private let side: NodeConnection.Side
    /// Both are there for as long as the handler is part of the pipeline.
    private var connection: NodeConnection?
    private var context: ChannelHandlerContext?
    /// Was asked to read, and has not read yet.
    private var isReading = false
    private var hasUnflushedWrites = false
    private(set) var isWritable = true

    init(_ channel: any Channel, side: NodeConnection.Side) {
        self.channel = channel
        self.side = side
    }

    /// Begins to tell the connection.
    func join(_ connection: NodeConnection) throws {
        self.connection = connection
        try channel.pipeline.syncOperations.addHandler(self)
    }

    /// Lets the other side send once more.
    func read() {
        if !isReading {
            isReading = true
            context?.read()
        }
    }

    /// Puts bytes in line. They leave with the next `flush`.
    func write(_ bytes: ByteBuffer) {
        hasUnflushedWrites = true
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    func flush() {
        if hasUnflushedWrites {
            hasUnflushedWrites = false
            context?.flush()
        }
    }

    /// Closes the channel. What was not flushed does not leave any more.
    func close() {
        channel.close(promise: nil)
    }

    /// Ends our side of the channel behind what was written.
    func closeOutput() -> EventLoopFuture<Void> {
        flush()
        return channel.close(mode: .output)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        isWritable = context.channel.isWritable
    }

    func channelActive(context: ChannelHandlerContext) {
        // The server's channel is announced by the outcome of connecting.
        if side == .client {
            connection?.didAccept()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection?.didRead(unwrapInboundIn(data), from: side)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        connection?.pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        connection?.pump()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            connection?.didEndInput(of: side)
        } else if side == .client, case .handshakeCompleted? = event as? TLSUserEvent {
            connection?.didSecureClient()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection?.didClose(side)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A client's channel that never became active does not become inactive either.
        if side == .client {
            connection?.didClose(side)
        }
        self.context = nil
        connection = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection?.didFail(error, at: side)
    }
}
