import Foundation

/// A host and port to listen on or to connect to.
struct Address: Hashable, Sendable, CustomStringConvertible {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `mongodb://HOST[:PORT]`. User, options and further hosts have no meaning for an upstream and are refused
    /// rather than dropped.
    init(mongodbURL text: String) throws {
        guard let url = URLComponents(string: text), url.scheme == "mongodb", let host = url.host, !host.isEmpty,
            url.user == nil, url.password == nil, url.query == nil, url.path.isEmpty || url.path == "/"
        else {
            throw AddressError()
        }
        self.init(host: host, port: url.port ?? 27_017)
    }

    /// The host as it stands in a URL: IPv6 addresses in brackets.
    var description: String { host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    struct AddressError: Error, CustomStringConvertible {
        var description: String { "an upstream is written mongodb://HOST:PORT" }
    }
}
