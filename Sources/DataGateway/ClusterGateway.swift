package import DataService
package import Hummingbird
package import HummingbirdCore
package import Identity
package import Logbook
package import Logging
internal import NIOCore
internal import Synchronization

/// The data plane of one cluster: a listener whose requests are calls of the cluster's published APIs.
///
/// Every call, refused ones included, is on disk in the cluster's access log before its answer leaves; when it cannot
/// be recorded, the answer is held back. Only an API that is set not to be logged goes unrecorded.
/// Definitions are served from a snapshot, which `reload` renews; the application loads the first one by itself.
package final class ClusterGateway: Sendable {
    package let cluster: Cluster
    let log: any LogStore
    let requestIDs: RequestIDGenerator
    let time: TimeSource
    let logger: Logger
    let limits: GatewayLimits
    let presences = CallerPresenceRegistry()
    private let repository: any DataServiceRepository
    private let sources: SourceRegistry
    private let verifier: CallVerifier
    private let snapshot = Mutex<GatewaySnapshot?>(nil)

    /// - Parameters:
    ///   - sources: shared by the gateways of a process; whoever made it closes it when all of them have ended.
    ///   - requestIDs: shared by everything in the process that records calls.
    package init(
        cluster: Cluster, repository: any DataServiceRepository, sources: SourceRegistry, authenticator: Authenticator,
        log: any LogStore, requestIDs: RequestIDGenerator, time: TimeSource, logger: Logger,
        limits: GatewayLimits = GatewayLimits()
    ) {
        self.cluster = cluster
        self.repository = repository
        self.sources = sources
        self.verifier = CallVerifier(repository: repository, authenticator: authenticator, time: time)
        self.log = log
        self.requestIDs = requestIDs
        self.time = time
        self.logger = logger
        self.limits = limits
    }

    /// Reads the definitions of the cluster anew: published APIs, authorized apps, connections. To be called after each
    /// change of them, so that it takes effect. Calls that are under way go on with what they began with.
    ///
    /// - Throws: `ServiceError` when the published APIs do not go together, or what the repository throws; then the
    ///   gateway goes on with what it had.
    package func reload() async throws {
        let loaded = try await GatewaySnapshot.load(cluster, from: repository, sources: sources)
        snapshot.withLock { $0 = loaded }
    }

    /// The listener, to be run in a service group.
    ///
    /// - Parameters:
    ///   - host: the address to listen on.
    ///   - port: by default the cluster's; 0 for any free one.
    ///   - building: makes the server, with TLS below HTTP where it is wanted.
    ///   - onListening: is told the port once the listener is open.
    package func application(
        host: String, port: Int? = nil,
        building: (HTTP1Channel.Configuration) throws -> HTTPServerBuilder = { .http1(configuration: $0) },
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) rethrows -> Application<CallResponder> {
        let server = HTTP1Channel.Configuration(
            additionalChannelHandlers: [CallerPresenceHandler(registry: self.presences)],
            idleTimeout: TimeAmount(limits.idleTime))
        var application = Application(
            responder: CallResponder(gateway: self),
            server: try building(server),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port ?? cluster.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionCount)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        application.beforeServerStarts { try await self.reload() }
        return application
    }

    func runner() -> CallRunner {
        guard let snapshot = snapshot.withLock({ $0 }) else {
            preconditionFailure("the application loads the definitions before it listens")
        }
        return CallRunner(snapshot: snapshot, verifier: verifier, limits: limits, time: time, logger: logger)
    }
}
