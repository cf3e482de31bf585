import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// HTTP with TLS below it, each connection with the TLS of the moment in which it came.
struct SecuredChannel: ServerChildChannel {
    /// What connections begin with now.
    final class Context: Sendable {
        private let context: Mutex<NIOSSLContext>

        init(_ context: NIOSSLContext) {
            self.context = Mutex(context)
        }

        var current: NIOSSLContext { context.withLock(\.self) }

        func update(_ new: NIOSSLContext) {
            context.withLock { $0 = new }
        }
    }

    let http: HTTP1Channel
    let context: Context

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context.current))
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
