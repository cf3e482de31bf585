/// The ordered records of one source: (project, cluster) for access records, (project, instance, node) for audit
/// events.
///
/// Sequence numbers of a stream start at 1 and are dense: a hole is evidence.
package struct Stream: Hashable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case access = 1
        case audit = 2
    }

    package let kind: Kind
    package let project: String
    /// The cluster of an access log, the instance of an audit log.
    package let source: String
    /// The node of an audit log; empty for an access log.
    package let node: String

    private init(kind: Kind, project: String, source: String, node: String) {
        self.kind = kind
        self.project = project
        self.source = source
        self.node = node
    }

    package static func access(project: String, cluster: String) -> Stream {
        Stream(kind: .access, project: project, source: cluster, node: "")
    }

    package static func audit(project: String, instance: String, node: String) -> Stream {
        Stream(kind: .audit, project: project, source: instance, node: node)
    }
}

extension Stream: Comparable {
    package static func < (left: Stream, right: Stream) -> Bool {
        (left.kind.rawValue, left.project, left.source, left.node)
            < (right.kind.rawValue, right.project, right.source, right.node)
    }
}

extension Stream: CustomStringConvertible {
    package var description: String {
        node.isEmpty ? "\(kind)/\(project)/\(source)" : "\(kind)/\(project)/\(source)/\(node)"
    }
}
