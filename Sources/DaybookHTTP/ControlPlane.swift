package import DataService
package import DocumentAudit
package import Evidence
internal import HTTPTypes
package import Hummingbird
package import HummingbirdCore
package import Identity
package import Logbook
package import Logging
internal import NIOCore
package import Retention

/// The APIs that manage and read: identity, the access log, the audit logs, and what Daybook's own commands need.
package struct ControlPlane: Sendable {
    private let settings: ControlPlaneSettings
    private let endpoints: [Endpoint]
    private let gate: Gate
    private let makeRequestID: @Sendable () -> String

    /// - Parameters:
    ///   - evidence: the same store, where it keeps project logs; without one there are no routes for checkpoints.
    ///   - master: links to audit logs are signed with a key derived from it.
    ///   - intake: takes collected lines, where others bring some to it as well.
    ///   - makeRequestID: 32 hexadecimal digits, different each time.
    package init(
        settings: ControlPlaneSettings, identity: any IdentityRepository, authenticator: Authenticator,
        dataService: any DataServiceRepository, documentAudit: any DocumentAuditRepository, store: any LogStore,
        evidence: (any EvidenceSource)? = nil, retention: RetentionService, master: MasterKey, time: TimeSource,
        intake: LineIntake? = nil, hooks: ControlPlaneHooks = ControlPlaneHooks(),
        makeRequestID: @escaping @Sendable () -> String = RandomRequestID.make
    ) {
        self.settings = settings
        self.makeRequestID = makeRequestID
        gate = Gate(
            authenticator: authenticator, repository: identity, publicURL: settings.publicURL,
            isSecured: settings.isSecured)
        let instances = InstanceLookup(repository: documentAudit)
        let changer = SettingsChanger(repository: documentAudit, store: store, hooks: hooks, time: time)
        let recorder = FileAccessRecorder(store: store, time: time)
        let signer = LinkSigner(master)
        let ofDocuments: [[Endpoint]] = [
            InstanceRoutes(repository: documentAudit, region: settings.region).endpoints,
            AuditLogRoutes(
                instances: instances, store: store, deletions: retention.deletions, recorder: recorder,
                zone: settings.timeZoneOffset
            ).endpoints,
            AuditPolicyRoutes(
                instances: instances, repository: documentAudit, store: store, deletions: retention.deletions,
                hooks: hooks, time: time
            ).endpoints,
            AuditLinkRoutes(
                instances: instances, store: store, signer: signer, recorder: recorder, time: time
            ).endpoints,
            SlowLogRoutes(instances: instances, repository: documentAudit, store: store, time: time).endpoints,
            ErrorLogRoutes(instances: instances, store: store, time: time).endpoints,
            EventLogFileRoutes(
                instances: instances, repository: documentAudit, store: store,
                exports: EventLogExports(store: store, time: time), signer: signer, recorder: recorder, time: time
            ).endpoints,
            DesensitizationRoutes(instances: instances, changer: changer).endpoints,
            LogTargetRoutes(repository: documentAudit, changer: changer).endpoints,
            InstanceSettingsRoutes(instances: instances, changer: changer).endpoints,
            CollectRoutes(
                instances: instances,
                intake: intake ?? LineIntake(repository: documentAudit, store: store, time: time)
            ).endpoints,
        ]
        let questions = QuestionService(
            dataService: dataService, documentAudit: documentAudit, store: store, time: time)
        let ofTheRest: [[Endpoint]] = [
            VersionRoutes().endpoints,
            TokenRoutes(authenticator: authenticator, region: settings.region).endpoints,
            DirectoryRoutes(repository: identity, region: settings.region).endpoints,
            AccessLogRoutes(repository: dataService, store: store).endpoints,
            AccessImportRoutes(repository: dataService, store: store).endpoints,
            WorkspaceRoutes(repository: dataService).endpoints,
            RetentionRoutes(clusters: dataService, instances: documentAudit, service: retention).endpoints,
            OperationRoutes(identity: identity, store: store, hooks: hooks).endpoints,
            QueryRoutes(identity: identity, service: questions).endpoints,
            evidence.map { EvidenceRoutes(store: $0).endpoints } ?? [],
        ]
        endpoints = (ofDocuments + ofTheRest).flatMap(\.self)
    }

    /// The routes, for tests without a socket.
    package func router() -> Router<ControlContext> {
        let router = Router(context: ControlContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: FrameMiddleware(makeRequestID: makeRequestID))
        for endpoint in endpoints {
            router.on(endpoint.path, method: endpoint.method) { [gate] request, context in
                try await gate.answer(request, at: endpoint, context: context)
            }
        }
        refuseOtherMethods(on: router)
        return router
    }

    /// The server, to be run in a service group; it stops on a graceful shutdown.
    ///
    /// - Parameters:
    ///   - building: makes the server, with TLS below HTTP where it is wanted.
    ///   - onServerRunning: called with the listening channel, whose local address has the port.
    package func application(
        logger: Logger,
        building: (HTTP1Channel.Configuration) throws -> HTTPServerBuilder = { .http1(configuration: $0) },
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) rethrows -> some ApplicationProtocol {
        let server = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Limits.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Limits.headerByteCountMaximum,
                maxHeaderListSize: Limits.headerByteCountMaximum,
                maxHeaderFieldCount: Limits.headerCountMaximum))
        return Application(
            router: router(),
            server: try building(server),
            configuration: ApplicationConfiguration(
                address: settings.address, serverName: "daybook",
                availableConnectionsDelegate: MaximumAvailableConnections(Limits.connectionCountMaximum)),
            onServerRunning: onServerRunning, logger: logger)
    }

    /// A known path with another method is not an unknown path.
    private func refuseOtherMethods(on router: Router<ControlContext>) {
        let methodsByPath = Dictionary(grouping: endpoints, by: \.path.description)
        for endpoints in methodsByPath.values {
            guard let path = endpoints.first?.path else { continue }
            var allowed = Set(endpoints.map(\.method))
            if allowed.contains(.get) {
                allowed.insert(.head)
            }
            let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in [.get, .head, .post, .put, .patch, .delete, .options] as [HTTPRequest.Method]
            where !allowed.contains(method) {
                router.on(path, method: method) { _, _ -> Response in
                    throw ControlError(
                        .methodNotAllowed, "The API does not support this method, use \(list)",
                        headers: [("Allow", list)])
                }
            }
        }
    }
}
