/// What a script or a person needs to use a new installation. Printed once by `daybook init` and kept, readable for the
/// owner alone, in `credentials.json`: passwords and secrets are nowhere else in plain text.
///
/// As JSON its keys are in snake case: `control_url`, `gateway_url`, …
struct InstallationSummary: Codable, Sendable {
    var controlUrl: String
    var gatewayUrl: String
    var nodeUrl: String
    var domain: String
    var user: String
    var password: String
    var accessKey: String
    var secretKey: String
    var projectId: String
    /// The region's id, which clients look the project up by.
    var projectName: String
    var workspace: String
    var clusterId: String
    var instanceId: String
    var nodeId: String
    /// What checks the checkpoints of the project, in the form `name+id+key`; absent in older folders.
    var checkpointKey: String?
    /// Absent without the sample.
    var appKey: String?
    var appSecret: String?
    var apis: [PublishedAPI]
    /// Absent without the sample.
    var sample: SampleDatabase?

    struct PublishedAPI: Codable, Sendable {
        var id: String
        var name: String
        var method: String
        var path: String
        var authType: String
        /// Query parameters that work.
        var example: [String: String]
    }

    struct SampleDatabase: Codable, Sendable {
        var connectionId: String
        var connectionName: String
        var database: String
        var table: String
        var keyColumn: String
    }
}
