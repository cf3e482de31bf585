import Catalog
import DocumentAudit
import Foundation

/// Carries out what the audit commands ask, through the server that runs on the data folder: nodes follow it at once,
/// and it is recorded before it takes effect.
struct AuditDesk {
    private let server: RunningServer
    private let instance: DocumentInstance

    /// - Parameter id: of the instance; may be left out where there is one.
    static func open(_ folder: DataFolder, instance id: String?) async throws -> AuditDesk {
        let catalog = try Installation(opening: folder).catalog
        let instances = try await catalog.instances()
        try catalog.close()
        let found = instances.filter { id == nil || $0.id == id }
        guard let instance = found.first else {
            throw CommandError(id == nil ? "the data folder has no instance" : "there is no such instance")
        }
        guard found.count == 1 else {
            throw CommandError(
                "name one of the instances with --instance: " + found.map(\.id).sorted().joined(separator: ", "))
        }
        let settings = try await Settings(folder: folder)
        return AuditDesk(
            server: try RunningServer(folder: folder, settings: settings, isSeen: false), instance: instance)
    }

    func answer() async throws -> AuditAnswer {
        let policy = try await policy()
        let settings = try await settings()
        let hiding: Switch = try Self.decode(await server.get(path("slowlog-desensitization/status")))
        return AuditAnswer(
            instanceId: instance.id, keepDays: policy.keepDays, auditScope: policy.auditScope,
            auditTypes: policy.auditTypes, slowMilliseconds: settings.slowMilliseconds,
            maskedFields: settings.maskedFields, desensitization: hiding.status)
    }

    /// What is to be hidden is hidden before more is recorded.
    func apply(_ change: AuditChange) async throws {
        if change.concernsSettings {
            var settings = try await settings()
            settings.slowMilliseconds = change.slowMilliseconds ?? settings.slowMilliseconds
            for field in change.unmasked {
                guard settings.maskedFields.contains(field) else { throw CommandError("\(field) is not masked") }
                settings.maskedFields.removeAll { $0 == field }
            }
            settings.maskedFields += change.masked.filter { !settings.maskedFields.contains($0) }
            _ = try await server.put(settingsPath, json: try Self.encode(settings))
        }
        if let status = change.desensitization {
            _ = try await server.put(path("slowlog-desensitization/\(status)"), json: Data("{}".utf8))
        }
        if change.concernsPolicy {
            var policy = try await policy()
            policy.keepDays = change.keepDays ?? policy.keepDays
            guard policy.keepDays != 0 || change.scope == nil && change.types == nil else {
                throw CommandError("auditing is off and has neither scope nor types: name --keep-days too")
            }
            policy.auditScope = change.scope ?? policy.auditScope
            policy.auditTypes = change.types ?? policy.auditTypes
            policy.reserveAuditlogs = change.deletesFiles ? "false" : "true"
            _ = try await server.post(path("auditlog-policy"), json: try Self.encode(policy))
        }
    }

    private func policy() async throws -> Policy { try Self.decode(await server.get(path("auditlog-policy"))) }

    private func settings() async throws -> InstanceSettings { try Self.decode(await server.get(settingsPath)) }

    private func path(_ rest: String) -> String { "/v3/\(instance.project)/instances/\(instance.id)/\(rest)" }

    private var settingsPath: String { "/daybook/v1/\(instance.project)/instances/\(instance.id)/settings" }

    private struct Policy: Codable {
        var keepDays: Int
        var auditScope: String
        var auditTypes: [String]
        var reserveAuditlogs: String?
    }

    private struct InstanceSettings: Codable {
        var maskedFields: [String]
        var slowMilliseconds: Int
    }

    private struct Switch: Decodable {
        var status: String
    }

    private static func decode<Answer: Decodable>(_ text: String) throws -> Answer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Answer.self, from: Data(text.utf8))
    }

    private static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(value)
    }
}
