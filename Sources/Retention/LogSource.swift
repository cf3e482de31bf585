package import DocumentAudit
package import Logbook

/// What a rule or a legal hold is about: a cluster with its access log, or an instance with the audit logs of all its
/// nodes.
package struct LogSource: Hashable, Sendable {
    package var kind: Stream.Kind
    package var project: String
    /// Of the cluster or the instance.
    package var id: String

    package init(kind: Stream.Kind, project: String, id: String) {
        self.kind = kind
        self.project = project
        self.id = id
    }

    package init(_ stream: Stream) {
        self.init(kind: stream.kind, project: stream.project, id: stream.source)
    }

    package init(_ instance: DocumentInstance) {
        self.init(kind: .audit, project: instance.project, id: instance.id)
    }

    package var streams: StreamSelection {
        StreamSelection(kind: kind, project: project, source: id)
    }
}
