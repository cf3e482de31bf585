import NIOCore
import NIOPosix
import NIOSSL

/// Makes the connection from a node to its server, for one client.
///
/// Works on the client's event loop and is touched from nowhere else.
struct UpstreamConnector {
    let context: NodeContext
    let eventLoop: any EventLoop

    /// Connects, and secures the connection where the node's settings ask for it.
    ///
    /// - Parameter done: gets the channel as soon as it takes messages. It has no handler of ours yet, and reads only
    ///   when it is asked to.
    func connect(_ done: @escaping (Result<any Channel, any Error>) -> Void) {
        bootstrap()
            .connect(host: context.upstreamHost, port: context.upstreamPort)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel): greet(channel, done)
                case .failure(let error): done(.failure(error))
                }
            }
    }

    private func greet(_ channel: any Channel, _ done: @escaping (Result<any Channel, any Error>) -> Void) {
        let pipeline = channel.pipeline.syncOperations
        guard let greeter = try? pipeline.handler(type: UpstreamGreeter.self) else {
            done(.failure(ConnectFailure.closed))
            return
        }
        greeter.ready.assumeIsolated().whenComplete { result in
            switch result {
            case .success:
                pipeline.removeHandler(greeter, promise: nil)
                done(.success(channel))
            case .failure(let error):
                channel.close(promise: nil)
                done(.failure(error))
            }
        }
    }

    private func bootstrap() -> ClientBootstrap {
        let limits = context.limits
        let tls = context.tls.upstream
        let serverName = context.upstreamHost.isAddress ? nil : context.upstreamHost
        return ClientBootstrap(group: eventLoop)
            .connectTimeout(limits.connectTimeout)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.writeBufferWaterMark, value: limits.writeBuffer)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: serverName))
                    }
                    try pipeline.addHandler(
                        UpstreamGreeter(
                            on: channel.eventLoop, isSecured: tls != nil, timeout: limits.handshakeTimeout))
                }
            }
    }
}

extension String {
    /// A numeric address: a certificate names it as such, and it is not announced to the server.
    fileprivate var isAddress: Bool {
        (try? SocketAddress(ipAddress: self, port: 0)) != nil
    }
}
