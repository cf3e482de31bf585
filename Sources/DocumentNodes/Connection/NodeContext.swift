import DocumentAudit
import Logbook
import Logging
import NIOCore

/// What all connections of a node share.
struct NodeContext: Sendable {
    let nodeName: String
    /// Where drivers connect to, as the instance has it.
    let host: String
    let hosts: UpstreamHosts
    let tls: NodeTLSHandle
    let policy: AuditPolicyHandle
    let recording: RecordingPolicy
    let recorder: NodeRecorder
    let loops: LoopRegistry
    let time: TimeSource
    let logger: Logger
    let limits: NodeLimits
    let cursors: CursorRegistry

    /// The servers, as messages name them.
    var upstream: String { hosts.description }

    /// Host and port under which a client reaches this node: the node's own, or where it listens on all addresses,
    /// the one that the client came to.
    func address(seenAt local: AuditEvent.Endpoint) -> String {
        let isWildcard = host.isEmpty || host == "0.0.0.0" || host == "::"
        return hostAndPort(isWildcard ? local.address : host, Int(local.port))
    }
}

/// `host:port`, with brackets around an IPv6 address.
func hostAndPort(_ host: String, _ port: Int) -> String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
}

extension AuditEvent.Endpoint {
    init(_ address: SocketAddress?) {
        self.init(
            address: address?.ipAddress ?? address?.pathname ?? "",
            port: address?.port.flatMap(UInt16.init(exactly:)) ?? 0
        )
    }
}
