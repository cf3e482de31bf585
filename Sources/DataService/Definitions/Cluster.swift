/// A DataService instance: a gateway listener that published APIs are attached to.
package struct Cluster: Hashable, Sendable {
    package var id: String
    package var project: String
    /// Sees the calls that match no API.
    package var workspace: String
    package var name: String
    /// Where callers reach the cluster.
    package var host: String
    package var port: Int

    package init(id: String, project: String, workspace: String, name: String, host: String, port: Int) {
        self.id = id
        self.project = project
        self.workspace = workspace
        self.name = name
        self.host = host
        self.port = port
    }
}
