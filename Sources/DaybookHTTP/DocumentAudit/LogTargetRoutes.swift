internal import DocumentAudit
internal import Hummingbird
internal import Identity

/// `/v3/{project_id}/instances/logs/lts-configs`: where audit logs are to be sent.
///
/// The choice is kept and shown, for clients that manage it; there is no log service here to send anything to.
struct LogTargetRoutes {
    let repository: any DocumentAuditRepository
    let changer: SettingsChanger

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v3/{project_id}/instances/logs/lts-configs", access: .project, handle: list),
            Endpoint(.post, "/v3/{project_id}/instances/logs/lts-configs", access: .project, handle: set),
            Endpoint(.delete, "/v3/{project_id}/instances/logs/lts-configs", access: .project, handle: remove),
        ]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let range = Limits.logTargetPageRange
        let limit = try request.query.integer(
            "limit", in: range,
            orElse: LogPageBody.refusal("limit must be a whole number from 0 to \(range.upperBound)."))
        let offset = try request.query.integer(
            "offset", in: 0..., orElse: LogPageBody.refusal("offset must be a whole number from 0."))
        let instances = try await repository.instances(in: request.requireProject().id)
        var rows: [InstanceTarget] = []
        for instance in instances.dropFirst(offset ?? 0).prefix(limit ?? range.upperBound) {
            rows.append(InstanceTarget(instance, try await repository.settings(of: instance.id).logTarget))
        }
        return .json(TargetList(rows: rows, totalCount: instances.count))
    }

    @Sendable private func set(_ request: ControlRequest) async throws -> Response {
        for (instance, target) in try await targets(of: request) {
            guard let group = target.group?.nonEmpty, let stream = target.stream?.nonEmpty else {
                throw LogPageBody.refusal("lts_group_id and lts_stream_id are mandatory.")
            }
            _ = try await changer.change(instance, for: request) {
                $0.logTarget = InstanceSettings.LogTarget(group: group, stream: stream)
            }
        }
        return .json(bytes: Array("{}".utf8))
    }

    @Sendable private func remove(_ request: ControlRequest) async throws -> Response {
        for (instance, _) in try await targets(of: request) {
            _ = try await changer.change(instance, for: request) { $0.logTarget = nil }
        }
        return .json(bytes: Array("{}".utf8))
    }

    /// What the body names, all of it known: a body is carried out whole or not at all.
    private func targets(of request: ControlRequest) async throws -> [(DocumentInstance, TargetBody.Target)] {
        let body = try request.decode(TargetBody.self, orElse: LogPageBody.refusal)
        guard Limits.logTargetCountRange.contains(body.targets.count) else {
            throw LogPageBody.refusal("lts_configs may hold 1 to \(Limits.logTargetCountRange.upperBound) objects.")
        }
        var targets: [(DocumentInstance, TargetBody.Target)] = []
        for target in body.targets {
            guard target.logType == "audit_log" else { throw LogPageBody.refusal("log_type is audit_log.") }
            guard let instance = try await repository.instance(target.instance, in: request.requireProject().id) else {
                throw ControlError(.instanceUnknown, .instanceUnknown)
            }
            targets.append((instance, target))
        }
        return targets
    }
}

private struct TargetBody: Decodable {
    struct Target: Decodable {
        var instance: String
        var logType: String
        var group: String?
        var stream: String?

        enum CodingKeys: String, CodingKey {
            case instance = "instance_id"
            case logType = "log_type"
            case group = "lts_group_id"
            case stream = "lts_stream_id"
        }
    }

    var targets: [Target]

    enum CodingKeys: String, CodingKey {
        case targets = "lts_configs"
    }
}

private struct TargetList: Encodable {
    var rows: [InstanceTarget]
    var totalCount: Int

    enum CodingKeys: String, CodingKey {
        case rows = "instance_lts_configs"
        case totalCount = "total_count"
    }
}

private struct InstanceTarget: Encodable {
    struct Instance: Encodable {
        var id: String
        var name: String
        /// A replica set has another name here than in the list of instances.
        var mode: String
        var datastore = InstanceBody.Datastore()
        var status = "normal"
        var enterpriseProject = "0"
        var actions: [String] = []

        enum CodingKeys: String, CodingKey {
            case id, name, mode, datastore, status, actions
            case enterpriseProject = "enterprise_project_id"
        }
    }

    struct Target: Encodable {
        var logType = "audit_log"
        var group: String
        var stream: String
        var isEnabled = true

        enum CodingKeys: String, CodingKey {
            case logType = "log_type"
            case group = "lts_group_id"
            case stream = "lts_stream_id"
            case isEnabled = "enabled"
        }
    }

    var instance: Instance
    /// Absent where none was set.
    var targets: [Target]?

    enum CodingKeys: String, CodingKey {
        case instance
        case targets = "lts_configs"
    }

    init(_ instance: DocumentInstance, _ target: InstanceSettings.LogTarget?) {
        let mode = instance.mode == .replicaSet ? "Replica" : instance.mode.rawValue
        self.instance = Instance(id: instance.id, name: instance.name, mode: mode)
        targets = target.map { [Target(group: $0.group, stream: $0.stream)] }
    }
}
