internal import Identity
internal import DataService
internal import HTTPTypes
internal import Hummingbird
internal import Logbook

/// `GET /v1/{project_id}/service/instances/{instance_id}/accesslog`: the calls of a cluster, newest first.
///
/// The contract knows `is_api` only. `limit`, `offset`, `start_time` and `end_time` are ours; where one of them is
/// given, the answer says in `total` how many calls there are.
struct AccessLogRoutes {
    let repository: any DataServiceRepository
    let store: any LogStore

    var endpoints: [Endpoint] {
        [Endpoint(.get, "/v1/{project_id}/service/instances/{instance_id}/accesslog", access: .project, handle: list)]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let project = request.requireProject().id
        let workspace = try await requireWorkspace(of: request, in: project)
        let cluster = request.parameter("instance_id")
        guard try await repository.cluster(cluster, in: project) != nil else {
            throw ControlError(.clusterUnknown, "the cluster does not exist")
        }
        let question = try AccessLogQuestion(request.query)
        let reader = AccessLogReader(
            store: store, stream: .access(project: project, cluster: cluster), workspace: workspace,
            question: question)
        return .json(bytes: try await reader.answer())
    }

    private func requireWorkspace(of request: ControlRequest, in project: String) async throws -> String {
        guard let id = request.head.headerFields[.workspace], !id.isEmpty else {
            throw ControlError(.workspaceUnknown, "the header workspace is missing, send the id of a workspace")
        }
        guard try await repository.workspace(id, in: project) != nil else {
            throw ControlError(.workspaceUnknown, "the workspace does not exist")
        }
        return id
    }
}
