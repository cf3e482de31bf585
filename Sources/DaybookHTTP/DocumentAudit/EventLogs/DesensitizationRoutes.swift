internal import DocumentAudit
internal import Hummingbird

/// The switch that takes literals out of the slow log.
struct DesensitizationRoutes {
    let instances: InstanceLookup
    let changer: SettingsChanger

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v3/{project_id}/instances/{instance_id}/slowlog-desensitization/status", access: .project,
                handle: show),
            Endpoint(
                .put, "/v3/{project_id}/instances/{instance_id}/slowlog-desensitization/{status}", access: .project,
                handle: set),
        ]
    }

    @Sendable private func show(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let settings = try await changer.repository.settings(of: instance.id)
        return .json(SwitchAnswer(status: settings.hidesSlowLiterals ? "on" : "off"))
    }

    @Sendable private func set(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let status = request.parameter("status")
        guard status == "on" || status == "off" else {
            throw ControlError(
                .parameterError, .parameterError("The status is on or off.", "状态的取值为on或off。"))
        }
        _ = try await changer.change(instance, for: request) { $0.hidesSlowLiterals = status == "on" }
        return .json(bytes: Array("{}".utf8))
    }
}

private struct SwitchAnswer: Encodable {
    var status: String
}
