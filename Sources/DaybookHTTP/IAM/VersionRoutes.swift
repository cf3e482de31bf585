internal import Hummingbird

/// What clients ask before they sign in: which version of the identity API there is, and where.
struct VersionRoutes {
    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/", access: .open) { request in
                let body = VersionList(versions: .init(values: [.current(at: request.baseURL)]))
                return .json(body, status: .multipleChoices)
            },
            Endpoint(.get, "/v3", access: .open) { request in
                .json(SingleVersion(version: .current(at: request.baseURL)))
            },
        ]
    }
}

private struct VersionList: Encodable {
    struct Versions: Encodable {
        var values: [Version]
    }

    var versions: Versions
}

private struct SingleVersion: Encodable {
    var version: Version
}

private struct Version: Encodable {
    struct MediaType: Encodable {
        var base = "application/json"
        var type = "application/vnd.openstack.identity-v3+json"
    }

    struct SelfLink: Encodable {
        var href: String
        var rel = "self"
    }

    var id = "v3.6"
    var status = "stable"
    var updated = "2016-04-04T00:00:00Z"
    var links: [SelfLink]
    var mediaTypes = [MediaType()]

    enum CodingKeys: String, CodingKey {
        case id, status, updated, links
        case mediaTypes = "media-types"
    }

    static func current(at baseURL: String) -> Version {
        Version(links: [SelfLink(href: "\(baseURL)/v3/")])
    }
}
