import NIOCore

/// Tells the connection what happens on one of its two channels. The connection itself writes and asks for reads.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let side: NodeConnection.Side
    private let connection: NodeConnection

    init(side: NodeConnection.Side, connection: NodeConnection) {
        self.side = side
        self.connection = connection
    }

    func channelActive(context: ChannelHandlerContext) {
        // The server's channel is announced by the outcome of connecting.
        if side == .client {
            connection.start()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isOurs(context) {
            connection.didRead(unwrapInboundIn(data), from: side)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isOurs(context) {
            connection.pump()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isOurs(context) {
            connection.pump()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isOurs(context), let event = event as? ChannelEvent, event == .inputClosed {
            connection.didEndInput(of: side)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isOurs(context) {
            connection.didClose(side)
        }
    }

    /// A client's channel that never became active does not become inactive either.
    func handlerRemoved(context: ChannelHandlerContext) {
        if side == .client {
            connection.didClose(side)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isOurs(context) {
            connection.didFail(error, at: side)
        }
    }

    /// A host with several addresses is tried at all of them; only the channel that won is the connection's.
    private func isOurs(_ context: ChannelHandlerContext) -> Bool {
        side == .client || connection.upstream === context.channel
    }
}
