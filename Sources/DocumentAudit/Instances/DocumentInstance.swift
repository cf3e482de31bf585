package import Logbook

/// A document database deployment whose traffic passes through Daybook's nodes.
package struct DocumentInstance: Hashable, Sendable {
    package enum Mode: String, Sendable, CaseIterable, Codable {
        case sharding = "Sharding"
        case replicaSet = "ReplicaSet"
        case single = "Single"
    }

    /// 32 hexadecimal digits and `in02`.
    package var id: String
    package var project: String
    /// The account that owns the project; the names of audit log files begin with it.
    package var domain: String
    package var name: String
    package var mode: Mode
    package var created: Timestamp
    package var nodes: [DocumentNode]

    package init(
        id: String, project: String, domain: String, name: String, mode: Mode, created: Timestamp, nodes: [DocumentNode]
    ) {
        self.id = id
        self.project = project
        self.domain = domain
        self.name = name
        self.mode = mode
        self.created = created
        self.nodes = nodes
    }
}
