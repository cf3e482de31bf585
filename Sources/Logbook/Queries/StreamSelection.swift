/// The streams of one source: a cluster, an instance with all its nodes, or one node of it.
package struct StreamSelection: Hashable, Sendable {
    package var kind: Stream.Kind?
    package var project: String?
    package var source: String?
    package var node: String?

    package init(kind: Stream.Kind? = nil, project: String? = nil, source: String? = nil, node: String? = nil) {
        self.kind = kind
        self.project = project
        self.source = source
        self.node = node
    }

    package static let all = StreamSelection()

    package func contains(_ stream: Stream) -> Bool {
        (kind == nil || kind == stream.kind)
            && (project == nil || project == stream.project)
            && (source == nil || source == stream.source)
            && (node == nil || node == stream.node)
    }
}
