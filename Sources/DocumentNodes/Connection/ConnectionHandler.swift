import NIOCore
import NIOTLS

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
            connection.didAccept()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.didRead(unwrapInboundIn(data), from: side)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection.pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection.pump()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            connection.didEndInput(of: side)
        } else if side == .client, case .handshakeCompleted? = event as? TLSUserEvent {
            connection.didSecureClient()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.didClose(side)
    }

    /// A client's channel that never became active does not become inactive either.
    func handlerRemoved(context: ChannelHandlerContext) {
        if side == .client {
            connection.didClose(side)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.didFail(error, at: side)
    }
}
