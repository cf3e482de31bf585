import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Makes the connection from a node to its server, for one client.
///
/// Works on the client's event loop and is touched from nowhere else.
struct UpstreamConnector {
    let context: NodeContext
    let tls: NodeTLS
    let eventLoop: any EventLoop

    /// A channel that takes messages. It has no handler of ours yet, and reads only when it is asked to.
    struct Connected {
        let channel: any Channel
        /// Which of the node's servers it leads to.
        let index: Int
    }

    /// Why none of the servers can be used.
    struct Unreachable: Error {
        let reason: String
    }

    /// Connects to the server that the node keeps to, or looks for it first.
    func connect(_ done: @escaping (Result<Connected, Unreachable>) -> Void) {
        guard let chosen = context.hosts.chosen else {
            searchAndConnect(done)
            return
        }
        open(chosen) { result in
            switch result {
            case .success(let channel):
                done(.success(Connected(channel: channel, index: chosen)))
            case .failure(let error) where context.hosts.hasChoice:
                context.hosts.giveUp(chosen)
                context.logger.warning(
                    "a database server cannot be reached, another one is looked for",
                    metadata: ["upstream": "\(context.hosts.all[chosen])", "reason": "\(describe(error))"])
                searchAndConnect(done)
            case .failure(let error):
                done(.failure(Unreachable(reason: describe(error))))
            }
        }
    }

    /// Asks the servers one after the other, and chooses the first that takes writes.
    ///
    /// - Parameter done: gets the server to use: the chosen one, else the first that answered at all.
    func search(_ done: @escaping (Result<Int, Unreachable>) -> Void) {
        search(from: 0, fallback: nil, reasons: [], done)
    }

    private func search(
        from index: Int, fallback: Int?, reasons: [String], _ done: @escaping (Result<Int, Unreachable>) -> Void
    ) {
        guard index < context.hosts.all.count else {
            done(fallback.map { .success($0) } ?? .failure(Unreachable(reason: reasons.joined(separator: "; "))))
            return
        }
        probe(index) { result in
            switch result {
            case .success(true):
                context.hosts.choose(index)
                done(.success(index))
            case .success(false):
                search(from: index + 1, fallback: fallback ?? index, reasons: reasons, done)
            case .failure(let error):
                let reason = "\(context.hosts.all[index]): \(describe(error))"
                search(from: index + 1, fallback: fallback, reasons: reasons + [reason], done)
            }
        }
    }

    private func searchAndConnect(_ done: @escaping (Result<Connected, Unreachable>) -> Void) {
        search { result in
            switch result {
            case .success(let index):
                open(index) { result in
                    done(
                        result.map { Connected(channel: $0, index: index) }
                            .mapError { Unreachable(reason: describe($0)) })
                }
            case .failure(let error):
                done(.failure(error))
            }
        }
    }

    private func probe(_ index: Int, _ done: @escaping (Result<Bool, any Error>) -> Void) {
        open(index) { result in
            switch result {
            case .success(let channel):
                let probe = UpstreamProbe(
                    timeout: context.limits.handshakeTimeout,
                    answerByteCount: context.limits.inspectedMessageByteCount, done)
                do {
                    try channel.pipeline.syncOperations.addHandler(probe)
                } catch {
                    channel.close(promise: nil)
                    done(.failure(error))
                }
            case .failure(let error):
                done(.failure(error))
            }
        }
    }

    private func describe(_ error: any Error) -> String {
        describeConnectError(error, timeout: context.limits.connectTimeout)
    }
}

/// One server.
extension UpstreamConnector {
    /// Connects, and secures the connection where the node's settings ask for it.
    private func open(_ index: Int, _ done: @escaping (Result<any Channel, any Error>) -> Void) {
        let host = context.hosts.all[index]
        bootstrap(to: host)
            .connect(host: host.host, port: host.port)
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

    private func bootstrap(to host: UpstreamHost) -> ClientBootstrap {
        let limits = context.limits
        let tls = tls.upstream
        let serverName = host.host.isAddress ? nil : host.host
        return ClientBootstrap(group: eventLoop)
            .connectTimeout(limits.connectTimeout)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.keepAliveIdle), value: limits.keepAliveIdleSeconds)
            .channelOption(.tcpOption(.keepAliveInterval), value: limits.keepAliveIntervalSeconds)
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
