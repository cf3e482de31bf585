internal import DocumentAudit
internal import Hummingbird
internal import Identity

/// `/daybook/v1/{project_id}/instances/{instance_id}/settings`: what the cloud API has no words for.
struct InstanceSettingsRoutes {
    let instances: InstanceLookup
    let changer: SettingsChanger

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/daybook/v1/{project_id}/instances/{instance_id}/settings", access: .project, handle: show),
            Endpoint(.put, "/daybook/v1/{project_id}/instances/{instance_id}/settings", access: .project, handle: set),
        ]
    }

    @Sendable private func show(_ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        return .json(SettingsAnswer(try await changer.repository.settings(of: instance.id)))
    }

    /// Changes what the body names.
    @Sendable private func set(_ request: ControlRequest) async throws -> Response {
        guard request.requireCaller().isAdministrator else {
            throw ControlError(.forbidden, "settings are changed by the role \(Role.administrator.name)")
        }
        let instance = try await instances.instance(of: request)
        let body = try request.decode(SettingsBody.self) { ControlError(.parameterError, .parameterError($0, $0)) }
        let settings = try await changer.change(instance, for: request) { settings in
            settings.maskedFields = body.maskedFields ?? settings.maskedFields
            settings.slowMilliseconds = body.slowMilliseconds ?? settings.slowMilliseconds
        }
        return .json(SettingsAnswer(settings))
    }
}

private struct SettingsBody: Decodable {
    var maskedFields: [String]?
    var slowMilliseconds: Int?

    enum CodingKeys: String, CodingKey {
        case maskedFields = "masked_fields"
        case slowMilliseconds = "slow_milliseconds"
    }
}

private struct SettingsAnswer: Encodable {
    var maskedFields: [String]
    var slowMilliseconds: Int

    enum CodingKeys: String, CodingKey {
        case maskedFields = "masked_fields"
        case slowMilliseconds = "slow_milliseconds"
    }

    init(_ settings: InstanceSettings) {
        maskedFields = settings.maskedFields
        slowMilliseconds = settings.slowMilliseconds
    }
}
