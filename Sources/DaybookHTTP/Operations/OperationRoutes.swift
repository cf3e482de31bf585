internal import Logging
internal import Hummingbird
internal import Identity
internal import Logbook

/// Daybook's own calls: health, and closing what is open.
struct OperationRoutes {
    let identity: any IdentityRepository
    let store: any LogStore
    let isHealthy: @Sendable () async -> Bool

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/health", access: .open, handle: health),
            Endpoint(.post, "/daybook/v1/seal", access: .caller, handle: seal),
        ]
    }

    /// Open to everybody, so it says one word and no more.
    @Sendable private func health(_ request: ControlRequest) async throws -> Response {
        await isHealthy()
            ? .json(HealthBody(status: "ok")) : .json(HealthBody(status: "failing"), status: .serviceUnavailable)
    }

    /// Closes the open segments: of all projects for a process of the data folder, else of the caller's domain.
    @Sendable private func seal(_ request: ControlRequest) async throws -> Response {
        let caller = request.requireCaller()
        guard caller.isAdministrator else {
            throw ControlError(.forbidden, "sealing needs the role \(Role.administrator.name)")
        }
        var segments: [Segment] = []
        if caller.proof == .process {
            segments = try await store.seal(.all)
        } else {
            for project in try await identity.projects(in: caller.domain.id) where caller.administers(project) {
                segments += try await store.seal(StreamSelection(project: project.id))
            }
        }
        request.logger.info(
            "segments sealed", metadata: ["count": "\(segments.count)", "user": "\(caller.user.id)"])
        return .json(SealBody(segments: segments.map(SegmentBody.init)))
    }
}

extension Caller {
    /// A token of one project reaches no other, whatever the role.
    fileprivate func administers(_ project: Project) -> Bool {
        self.project == nil || self.project?.id == project.id
    }
}

private struct HealthBody: Encodable {
    var status: String
}

private struct SealBody: Encodable {
    var segments: [SegmentBody]
}

private struct SegmentBody: Encodable {
    var kind: String
    var project: String
    var source: String
    var node: String
    var closed: Int64
    var firstSequence: UInt64
    var lastSequence: UInt64
    var startTime: Int64
    var endTime: Int64
    var textSize: Int
    var fileSize: Int

    enum CodingKeys: String, CodingKey {
        case kind, project, source, node
        case closed = "closed_time"
        case firstSequence = "first_sequence"
        case lastSequence = "last_sequence"
        case startTime = "start_time"
        case endTime = "end_time"
        case textSize = "text_size"
        case fileSize = "file_size"
    }

    init(_ segment: Segment) {
        switch segment.stream.kind {
        case .access: kind = "access"
        case .audit: kind = "audit"
        }
        project = segment.stream.project
        source = segment.stream.source
        node = segment.stream.node
        closed = segment.id.closedMilliseconds
        firstSequence = segment.sequences.lowerBound
        lastSequence = segment.sequences.upperBound
        startTime = segment.times.lowerBound.milliseconds
        endTime = segment.times.upperBound.milliseconds
        textSize = segment.textByteCount
        fileSize = segment.fileByteCount
    }
}
