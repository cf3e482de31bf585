internal import DataService
internal import Hummingbird
internal import Identity

/// `GET /v1/{project_id}/workspaces/{instance_id}`: the way a user finds the id for the `workspace` header.
struct WorkspaceRoutes {
    let repository: any DataServiceRepository

    var endpoints: [Endpoint] {
        [Endpoint(.get, "/v1/{project_id}/workspaces/{instance_id}", access: .project, handle: list)]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let project = request.requireProject()
        let range = Limits.workspacePageRange
        let limit = try request.query.integer(
            "limit", in: range,
            orElse: ControlError(.parameterInvalid, "limit is a whole number from 1 to \(range.upperBound)"))
        let offset = try request.query.integer(
            "offset", in: 0..., orElse: ControlError(.parameterInvalid, "offset is a whole number from 0"))
        let workspaces = try await repository.workspaces(in: project.id)
        let pageCount = limit ?? range.upperBound
        let page = workspaces.enumerated().dropFirst(offset ?? 0).prefix(pageCount).map { index, workspace in
            WorkspaceBody(
                workspace, isDefault: index == 0, project: project, instance: request.parameter("instance_id"))
        }
        return .json(
            WorkspaceList(
                count: workspaces.count, totalPage: (workspaces.count + pageCount - 1) / pageCount, data: page))
    }
}

private struct WorkspaceList: Encodable {
    var count: Int
    var totalPage: Int
    var data: [WorkspaceBody]

    enum CodingKeys: String, CodingKey {
        case count, data
        case totalPage = "total_page"
    }
}

private struct WorkspaceBody: Encodable {
    var id: String
    var name: String
    var description = ""
    var isDefault: Int
    var enterpriseProject = "0"
    var project: String
    var domain: String
    var instance: String

    enum CodingKeys: String, CodingKey {
        case id, name, description
        case isDefault = "is_default"
        case enterpriseProject = "eps_id"
        case project = "project_id"
        case domain = "domain_id"
        case instance = "instance_id"
    }

    init(_ workspace: Workspace, isDefault: Bool, project: Project, instance: String) {
        id = workspace.id
        name = workspace.name
        self.isDefault = isDefault ? 1 : 0
        self.project = project.id
        domain = project.domain
        self.instance = instance
    }
}
