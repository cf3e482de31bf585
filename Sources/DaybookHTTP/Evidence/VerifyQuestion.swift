/// What `daybook verify` asks, and `POST /daybook/v1/verify` takes.
package struct VerifyQuestion: Codable, Sendable {
    /// The text of a checkpoint that somebody kept.
    package var checkpoint: String?
    /// A call that is to be proven.
    package var call: Call?

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

    package init(checkpoint: String? = nil, call: Call? = nil) {
        self.checkpoint = checkpoint
        self.call = call
    }
}
