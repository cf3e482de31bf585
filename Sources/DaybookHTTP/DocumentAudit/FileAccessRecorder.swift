internal import DocumentAudit
internal import Identity
internal import Logbook

/// Writes down who does what with audit log files, each in the log of the node that it is of.
struct FileAccessRecorder {
    let store: any LogStore
    let time: TimeSource

    /// Returns when it is on disk.
    func record(
        _ access: AuditEvent.FileAccess, to segments: [Segment.ID], by user: AuditEvent.Principal,
        for request: ControlRequest
    ) async throws {
        let byStream = Dictionary(grouping: segments, by: \.stream)
        for (stream, segments) in byStream.sorted(by: { $0.key.node < $1.key.node }) {
            let event = AuditEvent.fileAccess(
                access, to: segments.map(AuditLogID.id(of:)), by: user, at: request.remote, time: time.now())
            _ = try await store.append([.audit(event)], to: stream, durability: .strict)
        }
    }
}

extension Caller {
    /// As events name who asked.
    var principal: AuditEvent.Principal {
        AuditEvent.Principal(name: user.name, database: user.domain.name)
    }
}
