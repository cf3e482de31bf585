internal import Logging
internal import Hummingbird
internal import Identity
internal import Logbook

/// Daybook's own calls: health, and closing what is open.
struct OperationRoutes {
    let identity: any IdentityRepository
    let store: any LogStore
    let hooks: ControlPlaneHooks

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/health", access: .open, handle: health),
            Endpoint(.post, "/daybook/v1/seal", access: .caller, handle: seal),
        ]
    }

    /// Open to everybody, so it says no more than a word of each thing that can be wrong.
    @Sendable private func health(_ request: ControlRequest) async throws -> Response {
        let isHealthy = await hooks.isHealthy()
        let body = HealthBody(
            status: isHealthy ? "ok" : "failing", certificates: await hooks.hasCurrentCertificates() ? nil : "old",
            collecting: await hooks.areFilesFollowed() ? nil : "failing")
        return .json(body, status: isHealthy ? .ok : .serviceUnavailable)
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
        return .json(SegmentList(segments))
    }
}

extension Caller {
    /// A token of one project reaches no other, whatever the role.
    fileprivate func administers(_ project: Project) -> Bool {
        self.project == nil || self.project?.id == project.id
    }
}

private struct HealthBody: Encodable {
    /// Whether records can be kept.
    var status: String
    /// Only where files of certificates have changed and could not be read.
    var certificates: String?
    /// Only where audit files of the settings cannot be collected.
    var collecting: String?
}
