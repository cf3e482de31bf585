import DocumentAudit
import DocumentNodes
import Logbook
import Logging
import NIOPosix
import Synchronization

/// A node in front of an upstream, with a store in memory.
struct RunningNode {
    let server: DocumentNodeServer
    let port: Int
    let store: MemoryLogStore
    let policy: AuditPolicyHandle
    let tls: NodeTLSHandle
    let log: LogLines

    static let everything = AuditPolicy(keepDays: 7, scope: "", types: [])

    static func start(
        upstreamPort: Int, policy: AuditPolicy = everything, limits: NodeLimits = NodeLimits(), port: Int = 0,
        upstreams: [UpstreamHost] = [], tls: NodeTLS = .none, recording: RecordingPolicy = RecordingPolicy()
    ) async throws -> RunningNode {
        let node = DocumentNode(
            id: String(repeating: "a", count: 32) + "no02", name: "n1", host: "127.0.0.1", port: port,
            upstreamHost: "127.0.0.1", upstreamPort: upstreamPort
        )
        let instance = DocumentInstance(
            id: String(repeating: "b", count: 32) + "in02", project: "p", domain: "d", name: "i", mode: .replicaSet,
            created: Timestamp(seconds: 0), nodes: [node]
        )
        let store = MemoryLogStore()
        let handle = AuditPolicyHandle(policy)
        let tls = NodeTLSHandle(tls)
        let log = LogLines()
        let server = DocumentNodeServer(
            instance: instance, node: node, upstreams: upstreams, tls: tls, policy: handle, store: store,
            recording: recording,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, time: .system,
            logger: Logger(label: "node") { _ in log }, limits: limits
        )
        let endpoint = try await server.start()
        return RunningNode(server: server, port: Int(endpoint.port), store: store, policy: handle, tls: tls, log: log)
    }

    /// Runs a test against a node and its upstream, and ends both.
    static func with(
        upstream: FakeUpstream = FakeUpstream(), policy: AuditPolicy = everything, limits: NodeLimits = NodeLimits(),
        tls: NodeTLS = .none, recording: RecordingPolicy = RecordingPolicy(), _ body: (RunningNode) async throws -> Void
    ) async throws {
        let node = try await start(
            upstreamPort: try await upstream.start(), policy: policy, limits: limits, tls: tls,
            recording: recording)
        do {
            try await body(node)
        } catch {
            await node.end(upstream)
            throw error
        }
        await node.end(upstream)
    }

    private func end(_ upstream: FakeUpstream) async {
        store.letGo()
        await server.shutdown()
        await upstream.stop()
    }
}

/// Keeps warnings and errors as text.
final class LogLines: LogHandler {
    private let lines = Mutex<[String]>([])
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .warning }
        set {}
    }

    var warnings: [String] { lines.withLock(\.self) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}

/// Waits until something holds; the test's time limit ends a wait in vain.
func eventually(_ condition: () -> Bool) async throws {
    while !condition() {
        try await Task.sleep(for: .milliseconds(1))
    }
}
