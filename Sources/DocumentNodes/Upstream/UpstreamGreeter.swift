import NIOCore
import NIOTLS

/// Waits until a new connection to the server can be used: at once in the clear, after the handshake with TLS.
///
/// Stands in the pipeline until then, so that nobody else hears of a connection that comes to nothing.
final class UpstreamGreeter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let isSecured: Bool
    private let timeout: TimeAmount
    private var promise: EventLoopPromise<Void>?
    private var timer: Scheduled<Void>?

    /// Succeeds when messages may be sent; fails with what went wrong.
    let ready: EventLoopFuture<Void>

    /// - Parameter timeout: how long the TLS handshake may take.
    init(on eventLoop: any EventLoop, isSecured: Bool, timeout: TimeAmount) {
        self.isSecured = isSecured
        self.timeout = timeout
        let promise = eventLoop.makePromise(of: Void.self)
        self.promise = promise
        ready = promise.futureResult
    }

    func channelActive(context: ChannelHandlerContext) {
        guard isSecured else {
            finish(.success(()))
            return
        }
        let channel = context.channel
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.finish(.failure(ConnectFailure.handshakeTimeout))
            channel.close(promise: nil)
        }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            finish(.success(()))
        } else if let event = event as? ChannelEvent, event == .inputClosed {
            finish(.failure(ConnectFailure.closed))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(ConnectFailure.closed))
    }

    /// A channel that lost against another address of the host never becomes active.
    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.failure(ConnectFailure.closed))
    }

    private func finish(_ result: Result<Void, any Error>) {
        timer?.cancel()
        let waiting = promise
        promise = nil
        waiting?.completeWith(result)
    }
}

/// Why a connection that was made is of no use.
enum ConnectFailure: Error {
    case closed
    case handshakeTimeout
    /// The server did not answer a MongoDB handshake.
    case noHandshake
}
