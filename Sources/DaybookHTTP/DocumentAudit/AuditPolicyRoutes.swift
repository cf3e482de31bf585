internal import Identity
internal import DocumentAudit
internal import Hummingbird
internal import Logbook
internal import Logging
internal import Retention

/// `/v3/{project_id}/instances/{instance_id}/auditlog-policy`: what is audited, and how long it is kept.
struct AuditPolicyRoutes {
    let instances: InstanceLookup
    let repository: any DocumentAuditRepository
    let store: any LogStore
    let deletions: Deletions
    let hooks: ControlPlaneHooks
    let time: TimeSource

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v3/{project_id}/instances/{instance_id}/auditlog-policy", access: .project, handle: show),
            Endpoint(
                .post, "/v3/{project_id}/instances/{instance_id}/auditlog-policy", access: .project, handle: set),
        ]
    }

    @Sendable private func show(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        return .json(PolicyAnswer(try await repository.policy(of: instance.id)))
    }

    @Sendable private func set(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let body = try request.decode(PolicyBody.self) { ControlError(.parameterError, .parameterError($0, $0)) }
        let policy = try AuditPolicy.validated(
            keepDays: body.keepDays, scope: body.auditScope, types: body.auditTypes)
        let deletesFiles = try body.deletesFiles()
        if deletesFiles {
            try await deletions.demandNoHold(on: LogSource(instance))
        }
        let old = try await repository.policy(of: instance.id)
        if policy != old || deletesFiles {
            try await record(old, policy, deletesFiles: deletesFiles, of: instance, for: request)
        }
        try await repository.save(policy, of: instance.id)
        await hooks.policyChanged(instance.id, policy)
        request.logger.notice(
            "audit policy changed",
            metadata: [
                "instance": "\(instance.id)", "keep_days": "\(policy.keepDays)",
                "user": "\(request.requireCaller().user.id)",
            ])
        if deletesFiles {
            try await deleteFiles(of: instance, for: request)
        }
        return .json(EmptyAnswer())
    }

    /// Writes the change into the log of every node before it takes effect: each file tells itself why it begins or
    /// ends, and no change goes unrecorded.
    private func record(
        _ old: AuditPolicy, _ new: AuditPolicy, deletesFiles: Bool, of instance: DocumentInstance,
        for request: ControlRequest
    ) async throws {
        let event = AuditEvent.policyChange(
            from: old, to: new, deletesFiles: deletesFiles, by: request.requireCaller().principal, at: request.remote,
            time: time.now())
        try await store.append(event, toNodesOf: instance)
    }

    /// Nothing is recorded any more, so what is open is closed, and everything closed is deleted.
    private func deleteFiles(of instance: DocumentInstance, for request: ControlRequest) async throws {
        let streams = StreamSelection(kind: .audit, project: instance.project, source: instance.id)
        _ = try await store.seal(streams)
        let ids = try await store.segments(SegmentQuery(streams: streams)).segments.map(\.id)
        let deleted = try await deletions.delete(
            ids, of: LogSource(instance), for: .request(by: request.requireCaller().user.name))
        request.logger.notice(
            "audit logs deleted with their policy",
            metadata: ["instance": "\(instance.id)", "count": "\(deleted.count)"])
    }
}

private struct EmptyAnswer: Encodable {}

private struct PolicyAnswer: Encodable {
    var keepDays: Int
    var auditScope: String
    var auditTypes: [String]

    enum CodingKeys: String, CodingKey {
        case keepDays = "keep_days"
        case auditScope = "audit_scope"
        case auditTypes = "audit_types"
    }

    init(_ policy: AuditPolicy) {
        keepDays = policy.keepDays
        // An empty scope is shown by the word that the published example has for it.
        auditScope = policy.isOn && policy.scope.isEmpty ? "all" : policy.scope
        auditTypes = policy.types.map(\.name)
    }
}

private struct PolicyBody: Decodable {
    /// Documented as text; the published example has a boolean.
    enum Choice: Decodable {
        case text(String)
        case boolean(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    var keepDays: Int
    var reserveAuditLogs: Choice?
    var auditScope: String?
    var auditTypes: [String]?

    enum CodingKeys: String, CodingKey {
        case keepDays = "keep_days"
        case reserveAuditLogs = "reserve_auditlogs"
        case auditScope = "audit_scope"
        case auditTypes = "audit_types"
    }

    /// Only a policy that is off looks at the choice; files are kept unless it says otherwise.
    func deletesFiles() throws -> Bool {
        switch reserveAuditLogs {
        case nil, .boolean(true), .text("true"): return false
        case .boolean(false), .text("false"): return keepDays == 0
        case .text:
            throw ControlError(
                .parameterError,
                .parameterError("reserve_auditlogs is true or false.", "reserve_auditlogs的值为true或false。"))
        }
    }
}
