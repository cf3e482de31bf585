internal import DocumentAudit
internal import Identity
internal import Logbook

/// Writes down who does what with the files of nodes, each in the log of the node that it is of.
struct FileAccessRecorder {
    let store: any LogStore
    let time: TimeSource

    /// Returns when it is on disk.
    ///
    /// - Parameter files: what they are called, with the stream of their node.
    func record(
        _ access: AuditEvent.FileAccess, to files: [(name: String, stream: Stream)], by user: AuditEvent.Principal,
        for request: ControlRequest
    ) async throws {
        let byStream = Dictionary(grouping: files, by: \.stream)
        for (stream, files) in byStream.sorted(by: { $0.key.node < $1.key.node }) {
            let event = AuditEvent.fileAccess(
                access, to: files.map(\.name), by: user, at: request.remote, time: time.now())
            _ = try await store.append([.audit(event)], to: stream, durability: .strict)
        }
    }

    /// The same for audit logs, by their ids.
    func record(
        _ access: AuditEvent.FileAccess, to segments: [Segment.ID], by user: AuditEvent.Principal,
        for request: ControlRequest
    ) async throws {
        let files = segments.map { (name: AuditLogID.id(of: $0), stream: $0.stream) }
        try await record(access, to: files, by: user, for: request)
    }
}

extension Caller {
    /// As events name who asked.
    var principal: AuditEvent.Principal {
        AuditEvent.Principal(name: user.name, database: user.domain.name)
    }
}
