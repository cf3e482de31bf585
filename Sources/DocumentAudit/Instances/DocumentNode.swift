/// One server process of an instance: Daybook listens in front of it and forwards to it.
package struct DocumentNode: Hashable, Sendable, Codable {
    /// 32 hexadecimal digits and `no02`.
    package var id: String
    package var name: String
    /// Where drivers connect to.
    package var host: String
    package var port: Int
    package var upstreamHost: String
    package var upstreamPort: Int

    package init(id: String, name: String, host: String, port: Int, upstreamHost: String, upstreamPort: Int) {
        self.id = id
        self.name = name
        self.host = host
        self.port = port
        self.upstreamHost = upstreamHost
        self.upstreamPort = upstreamPort
    }
}
