internal import Identity
internal import DocumentAudit
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logbook
internal import Logging
internal import Retention

/// `/v3/{project_id}/instances/{instance_id}/auditlog`: the audit log files of an instance, and their deletion.
struct AuditLogRoutes {
    let instances: InstanceLookup
    let store: any LogStore
    let deletions: Deletions
    let recorder: FileAccessRecorder
    let zone: UTCOffset

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v3/{project_id}/instances/{instance_id}/auditlog", access: .project, handle: list),
            Endpoint(.delete, "/v3/{project_id}/instances/{instance_id}/auditlog", access: .project, handle: delete),
        ]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let question = try AuditLogQuestion(request.query)
        if let node = question.node, !instance.nodes.contains(where: { $0.id == node }) {
            throw ControlError(.nodeUnknown, .nodeUnknown)
        }
        var streams = StreamSelection(kind: .audit, project: instance.project, source: instance.id)
        streams.node = question.node
        let page = try await store.segments(
            SegmentQuery(
                streams: streams, overlapping: question.window, offset: question.offset, limit: question.limit))
        var totalSize = page.totalTextByteCount
        if question.node != nil {
            // The size is that of the whole instance, whichever node was asked for.
            streams.node = nil
            totalSize = try await store.segments(SegmentQuery(streams: streams, limit: 0)).totalTextByteCount
        }
        let entries = page.segments.map { AuditLogEntry($0, domain: instance.domain, zone: zone) }
        return .json(AuditLogList(entries: entries, totalCount: page.totalCount, totalSize: totalSize))
    }

    /// Deletes files by name. A name of a file that is gone already is no error, so that a deletion can be repeated.
    @Sendable private func delete(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let body = try request.decode(DeletionBody.self, orElse: Self.refusal)
        let range = Limits.auditDeletionCountRange
        guard range.contains(body.fileNames.count) else {
            throw Self.refusal("file_names must hold \(range.lowerBound) to \(range.upperBound) names.")
        }
        let ids = try Set(body.fileNames).map { name in
            try AuditLogID.segment(
                name: name, domain: instance.domain, project: instance.project, instance: instance.id)
        }
        let deleted = try await deletions.delete(
            Array(ids), of: LogSource(instance), for: .request(by: request.requireCaller().user.name))
        request.logger.notice(
            "audit logs deleted",
            metadata: [
                "instance": "\(instance.id)", "count": "\(deleted.count)",
                "user": "\(request.requireCaller().user.id)",
            ])
        await record(deleted.map(\.id), for: request)
        return .json(DeletionAnswer(jobID: UUID().uuidString.lowercased()))
    }

    /// The log of deletions has it already. That room for more has to be made first must not keep anybody from making
    /// it.
    private func record(_ deleted: [Segment.ID], for request: ControlRequest) async {
        do {
            try await recorder.record(.delete, to: deleted, by: request.requireCaller().principal, for: request)
        } catch {
            request.logger.error(
                "a deletion is in the log of deletions only", metadata: ["error": "\(error)"])
        }
    }

    private static func refusal(_ detail: String) -> ControlError {
        ControlError(.parameterError, .parameterError(detail, detail))
    }
}

private struct AuditLogList: Encodable {
    var entries: [AuditLogEntry]
    var totalCount: Int
    var totalSize: Int

    enum CodingKeys: String, CodingKey {
        case entries = "audit_logs"
        case totalCount = "total_record"
        case totalSize = "total_size"
    }
}

private struct AuditLogEntry: Encodable {
    var id: String
    var name: String
    var node: String
    var size: Int
    var startTime: String
    var endTime: String

    enum CodingKeys: String, CodingKey {
        case id, name, size
        case node = "node_id"
        case startTime = "start_time"
        case endTime = "end_time"
    }

    init(_ segment: Segment, domain: String, zone: UTCOffset) {
        id = AuditLogID.id(of: segment.id)
        name = AuditLogID.name(of: segment.id, domain: domain)
        node = segment.stream.node
        size = segment.textByteCount
        startTime = TimeText.print(segment.times.lowerBound, in: zone)
        endTime = TimeText.print(segment.times.upperBound, in: zone)
    }
}

private struct DeletionBody: Decodable {
    var fileNames: [String]

    enum CodingKeys: String, CodingKey {
        case fileNames = "file_names"
    }
}

private struct DeletionAnswer: Encodable {
    var jobID: String

    enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
    }
}
