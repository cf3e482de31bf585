internal import DataService
internal import DocumentAudit
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Logging
internal import Retention

/// `/daybook/v1/{project_id}/…`: how long records are kept, what legal holds keep, and what was deleted.
///
/// All of it is for administrators of the project.
struct RetentionRoutes {
    let clusters: any DataServiceRepository
    let instances: any DocumentAuditRepository
    let service: RetentionService

    var endpoints: [Endpoint] {
        let clusterRule: RouterPath = "/daybook/v1/{project_id}/clusters/{cluster_id}/retention"
        let instanceRule: RouterPath = "/daybook/v1/{project_id}/instances/{instance_id}/retention"
        return [
            Endpoint(.get, clusterRule, access: .project) { try await show($0, cluster($0)) },
            Endpoint(.put, clusterRule, access: .project) { try await set($0, cluster($0)) },
            Endpoint(.get, instanceRule, access: .project) { try await show($0, instance($0)) },
            Endpoint(.put, instanceRule, access: .project) { try await set($0, instance($0)) },
            Endpoint(.post, "/daybook/v1/{project_id}/retention/apply", access: .project, handle: apply),
            Endpoint(.get, "/daybook/v1/{project_id}/deletions", access: .project, handle: deletions),
            Endpoint(.get, "/daybook/v1/{project_id}/holds", access: .project, handle: holds),
            Endpoint(.post, "/daybook/v1/{project_id}/holds", access: .project, handle: place),
            Endpoint(.post, "/daybook/v1/{project_id}/holds/{hold_id}/release", access: .project, handle: release),
        ]
    }

    // MARK: Rules

    private func show(_ request: ControlRequest, _ source: LogSource) async throws -> Response {
        .json(try await service.answer(of: source))
    }

    private func set(_ request: ControlRequest, _ source: LogSource) async throws -> Response {
        let change = try request.decode(RetentionChange.self) { ControlError(.bodyInvalid, "\($0)") }
        let answer = try await service.apply(change, to: source)
        request.logger.notice(
            "retention changed",
            metadata: [
                "source": "\(source.id)", "days": "\(answer.days.map(String.init) ?? "unlimited")",
                "bytes": "\(answer.bytes.map(String.init) ?? "unlimited")",
                "user": "\(request.requireCaller().user.id)",
            ])
        return .json(answer)
    }

    /// Deletes now what the rules of the project do not cover any more.
    @Sendable private func apply(_ request: ControlRequest) async throws -> Response {
        let project = try administered(request)
        var segments: [Segment] = []
        for source in try await service.sources() where source.project == project {
            segments += try await service.deleteExpired(of: source)
        }
        return .json(SegmentList(segments))
    }

    @Sendable private func deletions(_ request: ControlRequest) async throws -> Response {
        let project = try administered(request)
        var streams = StreamSelection(project: project)
        if let source = try await source(
            cluster: request.query["cluster_id"], instance: request.query["instance_id"], in: project)
        {
            streams = source.streams
        }
        let offset = try request.query.integer(
            "offset", in: 0..., orElse: ControlError(.parameterInvalid, "offset is a number from 0 on"))
        let range = Limits.deletionPageRange
        let limit = try request.query.integer(
            "limit", in: range,
            orElse: ControlError(
                .parameterInvalid, "limit is a number from \(range.lowerBound) to \(range.upperBound)"))
        return .json(
            DeletionList(
                try await service.history(
                    DeletionQuery(streams: streams, offset: offset ?? 0, limit: limit ?? range.upperBound))))
    }

    // MARK: Holds

    @Sendable private func holds(_ request: ControlRequest) async throws -> Response {
        let project = try administered(request)
        let includesReleased: Bool
        switch request.query["released"] {
        case nil, "false": includesReleased = false
        case "true": includesReleased = true
        default: throw ControlError(.parameterInvalid, "released is either true or false")
        }
        return .json(HoldList(try await service.holds(in: project, includingReleased: includesReleased)))
    }

    @Sendable private func place(_ request: ControlRequest) async throws -> Response {
        let project = try administered(request)
        let body = try request.decode(HoldRequest.self) { ControlError(.bodyInvalid, "\($0)") }
        guard let source = try await source(cluster: body.cluster, instance: body.instance, in: project) else {
            throw ControlError(.bodyInvalid, "a hold names either cluster_id or instance_id")
        }
        let user = request.requireCaller().name(orProcess: body.user)
        let hold = try await service.placeHold(on: source, reason: body.reason, by: user)
        request.logger.notice(
            "legal hold placed", metadata: ["hold": "\(hold.id)", "source": "\(source.id)", "user": "\(user)"])
        return .json(HoldBody(hold))
    }

    @Sendable private func release(_ request: ControlRequest) async throws -> Response {
        let project = try administered(request)
        var named: String?
        if !request.body.isEmpty {
            named = try request.decode(ReleaseRequest.self) { ControlError(.bodyInvalid, "\($0)") }.user
        }
        let user = request.requireCaller().name(orProcess: named)
        let hold = try await service.releaseHold(request.parameter("hold_id"), in: project, by: user)
        request.logger.notice(
            "legal hold released", metadata: ["hold": "\(hold.id)", "source": "\(hold.source.id)", "user": "\(user)"])
        return .json(HoldBody(hold))
    }

    // MARK: Who and what

    /// The project of the path, which the caller administers.
    private func administered(_ request: ControlRequest) throws -> String {
        guard request.requireCaller().isAdministrator else {
            throw ControlError(.forbidden, "retention needs the role \(Role.administrator.name)")
        }
        return request.requireProject().id
    }

    private func cluster(_ request: ControlRequest) async throws -> LogSource {
        let project = try administered(request)
        return try await cluster(request.parameter("cluster_id"), in: project)
    }

    private func instance(_ request: ControlRequest) async throws -> LogSource {
        let project = try administered(request)
        return try await instance(request.parameter("instance_id"), in: project)
    }

    private func cluster(_ id: String, in project: String) async throws -> LogSource {
        guard try await clusters.cluster(id, in: project) != nil else {
            throw ControlError(.clusterUnknown, "the cluster does not exist")
        }
        return LogSource(kind: .access, project: project, id: id)
    }

    private func instance(_ id: String, in project: String) async throws -> LogSource {
        guard try await instances.instance(id, in: project) != nil else {
            throw ControlError(.instanceUnknown, .instanceUnknown)
        }
        return LogSource(kind: .audit, project: project, id: id)
    }

    /// - Returns: `nil` when neither is named.
    private func source(cluster: String?, instance: String?, in project: String) async throws -> LogSource? {
        switch (cluster, instance) {
        case (nil, nil): nil
        case (let id?, nil): try await self.cluster(id, in: project)
        case (nil, let id?): try await self.instance(id, in: project)
        default: throw ControlError(.parameterInvalid, "name either cluster_id or instance_id")
        }
    }
}

extension Caller {
    /// The name that the log shows. A process of the data folder says for whom it speaks.
    fileprivate func name(orProcess named: String?) -> String {
        proof == .process ? named ?? user.name : user.name
    }
}
