/// What `daybook verify` asks, and `POST /daybook/v1/verify` takes.
package struct VerifyQuestion: Codable, Sendable {
    /// The text of a checkpoint that somebody kept.
    package var checkpoint: String?
    /// A call that is to be proven.
    package var call: Call?
    /// A record of an audit log that is to be proven.
    package var record: Record?

    package struct Call: Codable, Sendable {
        package var project: String
        package var cluster: String
        package var requestID: Int64

        package init(project: String, cluster: String, requestID: Int64) {
            self.project = project
            self.cluster = cluster
            self.requestID = requestID
        }

        enum CodingKeys: String, CodingKey {
            case project, cluster
            case requestID = "request_id"
        }
    }

    /// A record by its place.
    package struct Record: Codable, Sendable {
        package var project: String
        package var instance: String
        package var node: String
        package var sequence: UInt64

        package init(project: String, instance: String, node: String, sequence: UInt64) {
            self.project = project
            self.instance = instance
            self.node = node
            self.sequence = sequence
        }
    }

    package init(checkpoint: String? = nil, call: Call? = nil, record: Record? = nil) {
        self.checkpoint = checkpoint
        self.call = call
        self.record = record
    }
}
