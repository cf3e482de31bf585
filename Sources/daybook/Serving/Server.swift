import Catalog
import DataGateway
import DataService
import DaybookHTTP
import DocumentAudit
import DocumentNodes
import Hummingbird
import Identity
import Logbook
import Logging
import NIOPosix
import Retention
import SQLSource
import SegmentStore
import ServiceLifecycle
import UnixSignals

/// A running installation: opens the store and the catalog, puts the planes on top, and closes all in order.
struct Server {
    let installation: Installation
    let settings: Settings
    let logger: Logger
    /// Called once every listener is open.
    let onReady: @Sendable () async -> Void

    /// Serves until SIGTERM or SIGINT. Open audit log files are closed before it returns.
    func run() async throws {
        let store = try await installation.folder.openStore(options: storeOptions, logger: logger)
        do {
            try await serve(from: store)
        } catch {
            await store.close()
            throw error
        }
        _ = try await store.seal(StreamSelection(kind: .audit))
        await store.close()
        logger.info("stopped")
    }

    private func serve(from store: SegmentStore) async throws {
        let catalog = installation.catalog
        let authenticator = Authenticator(
            repository: catalog, issuer: TokenIssuer(installation.master, time: .system), time: .system)
        let policies = AuditPolicies()
        let certificates = Certificates(folder: installation.folder, logger: logger)
        let nodes = try await startNodes(policies: policies, store: store, certificates: certificates)
        let clusters = try await catalog.clusters()
        let readiness = Readiness(listenerCount: clusters.count + 1, onReady: onReady)
        let sources = SourceRegistry(folder: installation.folder)
        let gateways = try await gateways(
            for: clusters, sources: sources, authenticator: authenticator, store: store, readiness: readiness,
            certificates: certificates)
        let retention = RetentionService(catalog: catalog, store: store, settings: settings)
        let intake = LineIntake(repository: catalog, store: store, time: .system)
        let followed = FollowedSources(try await targets(of: settings), intake: intake, logger: logger)
        let controlPlane = try await controlPlane(
            authenticator: authenticator, policies: policies, store: store, retention: retention,
            readiness: readiness, certificates: certificates, intake: intake, followed: followed
        )
        .application(
            logger: logger, building: certificates.building(settings.controlTLS, for: "control plane"),
            onServerRunning: { _ in await readiness.listenerOpened() })
        // Services end in the reverse order: what takes traffic first, what keeps its records last.
        var upkeep: [any Service] = [
            StoreUpkeep(store: store),
            RetentionUpkeep(service: retention, logger: logger),
            HangUps(actions: [
                { await certificates.readAgain(all: true) }, { await readSourcesAgain(of: followed) },
            ]),
            followed,
        ]
        if await !certificates.isEmpty {
            upkeep.append(CertificateUpkeep(certificates: certificates))
        }
        let control = Listener("the control plane", at: settings.control, service: controlPlane)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: upkeep + nodes + gateways + [control],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        defer { logger.info("listeners closed") }
        try await group.run()
        await sources.close()
    }

    private var storeOptions: StoreOptions {
        StoreOptions(
            sealPolicy: SealPolicy(age: settings.segmentAge, textByteCount: settings.segmentByteCount),
            cacheByteCount: settings.cacheByteCount,
            lossLineByteCount: { window, stream in
                stream.kind == .audit ? AuditLine.byteCount(of: window) : 0
            })
    }

    /// The nodes of all instances, listening already: a port that is taken is found before anything else starts.
    private func startNodes(
        policies: AuditPolicies, store: SegmentStore, certificates: Certificates
    ) async throws -> [any Service] {
        var servers: [any Service] = []
        for instance in try await installation.catalog.instances() {
            let policy = AuditPolicyHandle(
                try await installation.catalog.policy(of: instance.id),
                maskedFields: try await installation.catalog.settings(of: instance.id).maskedFields)
            policies.register(policy, of: instance.id)
            let settings = try settings.nodes(of: instance.id)
            let tls = try await certificates.handle(of: settings, for: "nodes of instance \(instance.name)")
            for node in instance.nodes {
                let server = DocumentNodeServer(
                    instance: instance, node: node, upstreams: settings.upstream?.hosts ?? [], tls: tls, policy: policy,
                    store: store, recording: settings.recording,
                    eventLoopGroup: .singletonMultiThreadedEventLoopGroup, time: .system, logger: logger)
                try await server.start()
                servers.append(server)
            }
        }
        return servers
    }

    private func gateways(
        for clusters: [Cluster], sources: SourceRegistry, authenticator: Authenticator, store: SegmentStore,
        readiness: Readiness, certificates: Certificates
    ) async throws -> [any Service] {
        let requestIDs = RequestIDGenerator(node: 0, time: .system)
        var limits = GatewayLimits()
        limits.callTime = settings.callTimeout
        var services: [any Service] = []
        for cluster in clusters {
            let gateway = ClusterGateway(
                cluster: cluster, repository: installation.catalog, sources: sources, authenticator: authenticator,
                log: store, requestIDs: requestIDs, time: .system, logger: logger, limits: limits)
            let application = try await gateway.application(
                host: cluster.host,
                building: certificates.building(settings.gatewayTLS, for: "gateway of cluster \(cluster.name)"),
                onListening: { _ in await readiness.listenerOpened() })
            services.append(
                Listener(
                    "the gateway of cluster \(cluster.name)", at: Address(host: cluster.host, port: cluster.port),
                    service: application))
        }
        return services
    }

    /// The audit files to follow.
    ///
    /// - Throws: `SettingsError`, which names the key.
    private func targets(of settings: Settings) async throws -> [FollowedSources.Target] {
        try FollowedSources.Target.all(
            settings.sources, among: try await installation.catalog.instances(), in: installation.folder)
    }

    /// Settings that are no good change nothing.
    private func readSourcesAgain(of followed: FollowedSources) async {
        do {
            followed.follow(try await targets(of: try await Settings(folder: installation.folder)))
        } catch {
            logger.error(
                "settings cannot be read again; audit files are followed as before",
                metadata: ["reason": "\(error)"])
        }
    }

    private func controlPlane(
        authenticator: Authenticator, policies: AuditPolicies, store: SegmentStore, retention: RetentionService,
        readiness: Readiness, certificates: Certificates, intake: LineIntake,
        followed: FollowedSources
    ) -> ControlPlane {
        ControlPlane(
            settings: ControlPlaneSettings(
                address: .hostname(settings.control.host, port: settings.control.port),
                publicURL: settings.publicURL, isSecured: settings.controlTLS != nil, region: settings.region,
                timeZoneOffset: settings.timeZoneOffset),
            identity: installation.catalog, authenticator: authenticator, dataService: installation.catalog,
            documentAudit: installation.catalog, store: store, evidence: store, retention: retention,
            master: installation.master, time: .system, intake: intake,
            hooks: ControlPlaneHooks(
                policyChanged: { instance, policy in policies.update(policy, of: instance) },
                settingsChanged: { instance, settings in
                    policies.update(maskedFields: settings.maskedFields, of: instance)
                },
                isHealthy: { readiness.isReached && store.health().journalError == nil },
                hasCurrentCertificates: { await certificates.areCurrent }, areFilesFollowed: { followed.areFollowed }))
    }
}

extension UpstreamAddresses {
    fileprivate var hosts: [UpstreamHost] {
        all.map { UpstreamHost(host: $0.host, port: $0.port) }
    }
}

extension SourceRegistry {
    /// A registry that finds files named relative to the data folder.
    fileprivate convenience init(folder: DataFolder) {
        self.init { connection in
            switch connection.kind {
            case .sqlite: SQLiteSource(path: folder.path(of: connection.location))
            }
        }
    }
}
