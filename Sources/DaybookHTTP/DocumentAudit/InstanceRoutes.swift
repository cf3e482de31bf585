internal import Identity
internal import DocumentAudit
internal import Hummingbird

/// `GET /v3/{project_id}/instances`: the document databases of a project, newest first.
struct InstanceRoutes {
    let repository: any DocumentAuditRepository
    let region: String

    var endpoints: [Endpoint] {
        [Endpoint(.get, "/v3/{project_id}/instances", access: .project, handle: list)]
    }

    @Sendable private func list(_ request: ControlRequest) async throws -> Response {
        let filter = try InstanceFilter(request.query)
        let range = Limits.instancePageRange
        let limit = try request.query.integer(
            "limit", in: range,
            orElse: InstanceFilter.refusal("limit must be a whole number from 1 to \(range.upperBound)."))
        let offset = try request.query.integer(
            "offset", in: 0..., orElse: InstanceFilter.refusal("offset must be a whole number from 0."))
        let instances = try await repository.instances(in: request.requireProject().id).filter(filter.matches)
        let page = instances.dropFirst(offset ?? 0).prefix(limit ?? range.upperBound)
        return .json(
            InstanceList(
                instances: page.map { InstanceBody($0, region: region) }, totalCount: instances.count))
    }
}

/// Which instances are wanted. What Daybook's instances do not have (networks, tags), none of them matches.
struct InstanceFilter: Sendable {
    private enum Name: Sendable {
        case exactly(String)
        case containing(String)
    }

    private let id: String?
    private let name: Name?
    private let mode: DocumentInstance.Mode?
    private let asksForAbsent: Bool

    /// - Throws: `ControlError` with `parameterError`.
    init(_ query: QueryItems) throws {
        func given(_ name: String) -> String? {
            query[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        id = given("id")
        if let text = given("name") {
            guard text != "*" else {
                throw Self.refusal("name must not be an asterisk alone.")
            }
            name = text.hasPrefix("*") ? .containing(String(text.dropFirst())) : .exactly(text)
        } else {
            name = nil
        }
        if let text = given("mode") {
            guard let mode = DocumentInstance.Mode(rawValue: text) else {
                throw Self.refusal("mode must be Sharding, ReplicaSet or Single.")
            }
            self.mode = mode
        } else {
            mode = nil
        }
        let datastore = given("datastore_type")
        guard [nil, InstanceBody.datastoreType, "DDS-Enhanced"].contains(datastore) else {
            throw Self.refusal("datastore_type must be DDS-Community or DDS-Enhanced.")
        }
        asksForAbsent =
            datastore == "DDS-Enhanced" || ["vpc_id", "subnet_id", "tags"].contains { given($0) != nil }
    }

    func matches(_ instance: DocumentInstance) -> Bool {
        guard !asksForAbsent, id == nil || id == instance.id, mode == nil || mode == instance.mode else {
            return false
        }
        switch name {
        case nil: return true
        case .exactly(let text): return instance.name == text
        case .containing(let text): return instance.name.contains(text)
        }
    }

    static func refusal(_ detail: String) -> ControlError {
        ControlError(.parameterError, .parameterError(detail, detail))
    }
}
