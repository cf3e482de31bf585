/// Where a server is that a node forwards to.
package struct UpstreamHost: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { hostAndPort(host, port) }
}
