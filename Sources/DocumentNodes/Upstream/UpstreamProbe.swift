import MongoWire
import NIOCore

/// Asks a server, on a connection made for this alone, whether it takes writes.
///
/// The connection of a client could not be used: servers take a driver's introduction in the first handshake only.
final class UpstreamProbe: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let timeout: TimeAmount
    private var replies: FrameSplitter
    private var done: ((Result<Bool, any Error>) -> Void)?
    private var timer: Scheduled<Void>?

    /// - Parameter done: is told once whether the server takes writes, or why it did not say.
    init(timeout: TimeAmount, answerByteCount: Int, _ done: @escaping (Result<Bool, any Error>) -> Void) {
        self.timeout = timeout
        self.done = done
        replies = FrameSplitter(maximumMessageByteCount: answerByteCount)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.finish(channel, .failure(ConnectFailure.noHandshake))
        }
        var builder = BSONBuilder()
        // The name that servers of every version know.
        builder.append("isMaster", Int32(1))
        builder.append("$db", "admin")
        let request = OpMessage.encode(builder.finish(), requestID: 1, responseTo: 0)
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        replies.feed(unwrapInboundIn(data))
        do {
            guard case .message(let message)? = try replies.next() else {
                return
            }
            let reply = try ReplyDocument(message).document
            finish(context.channel, .success(try HandshakeReply.isWritable(reply)))
        } catch {
            finish(context.channel, .failure(error))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if done != nil {
            context.read()
        }
    }

    /// It may end its side alone.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            finish(context.channel, .failure(ConnectFailure.closed))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(context.channel, .failure(ConnectFailure.closed))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(context.channel, .failure(error))
    }

    private func finish(_ channel: any Channel, _ result: Result<Bool, any Error>) {
        timer?.cancel()
        let waiting = done
        done = nil
        channel.close(promise: nil)
        waiting?(result)
    }
}
