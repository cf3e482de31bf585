internal import Identity

/// Where the services of a token are: clients of the OpenStack kind look there.
struct ServiceCatalog: Encodable {
    struct Entry: Encodable {
        var id: String
        var name: String
        var type: String
        var endpoints: [ServiceEndpoint]
    }

    struct ServiceEndpoint: Encodable {
        var id: String
        var interface = "public"
        var region: String
        var regionID: String
        var url: String

        enum CodingKeys: String, CodingKey {
            case id, interface, region, url
            case regionID = "region_id"
        }
    }

    var entries: [Entry]

    /// The services of a scope: those of a project belong to a project's token only.
    init(baseURL: String, region: String, project: Project?) {
        entries = [Self.entry("identity", name: "iam", url: "\(baseURL)/v3", region: region)]
        if let project {
            entries.append(Self.entry("ddsv3", name: "dds", url: "\(baseURL)/v3/\(project.id)", region: region))
        }
    }

    func encode(to encoder: any Encoder) throws {
        try entries.encode(to: encoder)
    }

    private static func entry(_ type: String, name: String, url: String, region: String) -> Entry {
        let endpoint = ServiceEndpoint(id: "\(type)-\(region)", region: region, regionID: region, url: url)
        return Entry(id: type, name: name, type: type, endpoints: [endpoint])
    }
}
