internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Logbook

/// `POST /v3/{project_id}/instances/{instance_id}/auditlog-links`, and the download that its links lead to.
struct AuditLinkRoutes {
    let instances: InstanceLookup
    let store: any LogStore
    let signer: LinkSigner
    let recorder: FileAccessRecorder
    let time: TimeSource

    private static let downloadPath = "/daybook/v1/audit-logs"

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post, "/v3/{project_id}/instances/{instance_id}/auditlog-links", access: .project, handle: makeLinks),
            Endpoint(
                .get, "/daybook/v1/audit-logs/{project_id}/{instance_id}/{audit_log_id}", access: .open,
                handle: download),
        ]
    }

    @Sendable private func makeLinks(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let body = try request.decode(LinkBody.self) { ControlError(.parameterError, .parameterError($0, $0)) }
        let range = Limits.auditLinkCountRange
        guard range.contains(body.ids.count) else {
            throw ControlError(
                .parameterError,
                .parameterError(
                    "ids must hold \(range.lowerBound) to \(range.upperBound) ids.",
                    "ids必须包含\(range.lowerBound)到\(range.upperBound)个ID。"))
        }
        let ticket = LinkSigner.Ticket(
            expires: time.now().advanced(by: Limits.auditLinkLifetime).seconds,
            holder: request.requireCaller().principal)
        var segments: [Segment.ID] = []
        for id in body.ids {
            let segment = try AuditLogID.segment(id: id, project: instance.project, instance: instance.id)
            guard try await store.segment(segment) != nil else {
                throw ControlError(
                    .parameterError,
                    .parameterError("The audit log \(id) does not exist.", "审计日志\(id)不存在。"))
            }
            segments.append(segment)
        }
        try await recorder.record(.link, to: segments, by: ticket.holder, for: request)
        let place = "\(request.baseURL)\(Self.downloadPath)/\(instance.project)/\(instance.id)"
        let links = zip(body.ids, segments).map { id, segment in
            "\(place)/\(id)?\(signer.query(of: LinkedFile(segment), ticket))"
        }
        return .json(LinkAnswer(links: links))
    }

    /// Needs nothing but the link.
    @Sendable private func download(_ request: ControlRequest) async throws -> Response {
        let project = request.parameter("project_id")
        let instance = request.parameter("instance_id")
        let id = request.parameter("audit_log_id")
        let known = try? AuditLogID.segment(id: id, project: project, instance: instance)
        let ticket = try signer.ticket(in: request.query, of: known.map(LinkedFile.init), now: time.now())
        guard let segmentID = known, let segment = try await store.segment(segmentID) else {
            throw ControlError(.objectUnknown, "the audit log is not there any more")
        }
        let answer = try answer(request, with: segment)
        if request.head.method != .head {
            try await recorder.record(.download, to: [segmentID], by: ticket.holder, for: request)
        }
        return answer
    }

    private func answer(_ request: ControlRequest, with segment: Segment) throws -> Response {
        let download = AuditDownload(segment: segment, store: store, logger: request.logger)
        switch request.query["format"] {
        case nil, "lines":
            return try download.file.answer(
                range: request.head.headerFields[.range], ifRange: request.head.headerFields[.ifRange])
        case "ocsf":
            return download.answerAsOCSF()
        default:
            throw ControlError(.parameterInvalid, "format is either lines or ocsf")
        }
    }
}

private struct LinkBody: Decodable {
    var ids: [String]
}

private struct LinkAnswer: Encodable {
    var links: [String]
}
