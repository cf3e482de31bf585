import DocumentNodes
import Logbook
import NIOSSL

/// What can be set for the nodes: below `document` for all of them, below `document.instances.ID` for those of one
/// instance, key by key.
struct NodeSettings: Sendable {
    /// `upstream`: a MongoDB URL that the nodes forward to instead of their own upstream; of several hosts, to the one
    /// that takes writes. Not set.
    var upstream: UpstreamAddresses?
    /// `recording`: `strict`, answers leave when their events are on disk, or `relaxed`, when the store has taken them.
    /// strict. `when-recording-fails`: `block` or `pass`. block.
    var recording: RecordingPolicy
    /// `tls`: of the nodes' listeners. Not set: no TLS.
    var listenerTLS: ListenerTLS?
    /// `upstream-tls`: towards the servers. Not set: no TLS.
    var upstreamTLS: UpstreamTLS?

    init(_ values: SettingsReader, instance: String? = nil) throws {
        let group =
            instance.map { SettingsGroup(values, below: "document.instances.\($0)", "document") }
            ?? SettingsGroup(values, below: "document")
        upstream = try group.optional("upstream") { try UpstreamAddresses(mongodbURL: $0) }
        recording = RecordingPolicy(
            durability: try group.choice("recording", of: ["strict", "relaxed"]) == "relaxed" ? .relaxed : .strict,
            failure: try group.choice("when-recording-fails", of: ["block", "pass"]) == "pass" ? .pass : .block)
        listenerTLS = try ListenerTLS(group.group("tls"))
        upstreamTLS = try UpstreamTLS(group.group("upstream-tls"))
    }

    var tlsFiles: [String] { (listenerTLS?.files ?? []) + (upstreamTLS?.files ?? []) }

    /// Reads the files that TLS needs.
    func tls(in folder: DataFolder) throws -> NodeTLS {
        var tls = NodeTLS.none
        if let listenerTLS {
            tls.listener = try NIOSSLContext(configuration: listenerTLS.configuration(in: folder))
        }
        if let upstreamTLS {
            let (configuration, certificate) = try upstreamTLS.configuration(in: folder)
            tls.upstream = try NIOSSLContext(configuration: configuration)
            tls.upstreamCertificate = certificate
        }
        return tls
    }
}
