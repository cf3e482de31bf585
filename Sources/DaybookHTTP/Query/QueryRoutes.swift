internal import Hummingbird
internal import Identity
internal import Logbook

/// What `daybook query` calls when a server holds the data folder; see `docs/querying.md`.
struct QueryRoutes {
    let identity: any IdentityRepository
    let service: QuestionService

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/daybook/v1/query/access", access: .caller) { try await answer($0, .access) },
            Endpoint(.post, "/daybook/v1/query/audit", access: .caller) { try await answer($0, .audit) },
        ]
    }

    /// For administrators, who see all workspaces of a cluster; of their own projects only. A source of somebody else's
    /// is as little there as one that does not exist.
    private func answer(_ request: ControlRequest, _ kind: Stream.Kind) async throws -> Response {
        let caller = request.requireCaller()
        guard caller.isAdministrator else {
            throw ControlError(.forbidden, "querying needs the role \(Role.administrator.name)")
        }
        let question = try request.decode(Question.self) { ControlError(.bodyInvalid, "\($0)") }
        guard let project = try await service.project(ofSource: question.source, kind: kind),
            try await mayUse(project, caller)
        else {
            throw ControlError(.objectUnknown, "there is no such \(kind == .access ? "cluster" : "instance")")
        }
        do {
            return .json(bytes: try await service.answer(question, kind: kind, project: project).json)
        } catch let error as QueryError {
            throw ControlError(.parameterInvalid, "\(error.description)")
        }
    }

    private func mayUse(_ id: String, _ caller: Caller) async throws -> Bool {
        if caller.proof == .process {
            return true
        }
        return try await identity.project(id).map(caller.mayUse) ?? false
    }
}
