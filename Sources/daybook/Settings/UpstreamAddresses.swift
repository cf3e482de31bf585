import Foundation

/// The servers behind a node, as a MongoDB URL names them: `mongodb://HOST[:PORT][,HOST[:PORT]…]`.
///
/// User and options have no meaning for an upstream and are refused rather than dropped.
struct UpstreamAddresses: Hashable, Sendable, CustomStringConvertible {
    let all: [Address]

    /// The members that a replica set can have.
    private static let countMaximum = 50

    init(mongodbURL text: String) throws {
        let scheme = "mongodb://"
        guard text.hasPrefix(scheme) else {
            throw FormError()
        }
        var hosts = text.dropFirst(scheme.count)
        if hosts.hasSuffix("/") {
            hosts.removeLast()
        }
        all = try hosts.split(separator: ",", omittingEmptySubsequences: false).map { host in
            // One host at a time, the URL's own rules hold for names, brackets and ports.
            guard let url = URLComponents(string: scheme + host), let name = url.host, !name.isEmpty,
                url.user == nil, url.password == nil, url.query == nil, url.fragment == nil, url.path.isEmpty,
                (1...65_535).contains(url.port ?? Self.defaultPort)
            else {
                throw FormError()
            }
            let bare = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
            return Address(host: bare, port: url.port ?? Self.defaultPort)
        }
        guard Set(all).count == all.count, all.count <= Self.countMaximum else {
            throw FormError()
        }
    }

    private static let defaultPort = 27_017

    var first: Address { all[0] }

    var description: String { "mongodb://" + all.map(\.description).joined(separator: ",") }

    struct FormError: Error, CustomStringConvertible {
        var description: String { "an upstream is written mongodb://HOST:PORT or mongodb://HOST:PORT,HOST:PORT" }
    }
}
