internal import DataService
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Logging

/// `POST /daybook/v1/{project_id}/clusters/{cluster_id}/access-records`: takes access records as lines of JSON.
///
/// The body is read as it comes and kept batch by batch, so it may be of any length. `strict=true` ends the import at
/// the first bad line. The header `workspace` names the workspace of the records, else it is the cluster's.
struct AccessImportRoutes {
    let repository: any DataServiceRepository
    let store: any LogStore
    let readers = ReaderPool()

    private static let mediaType = "application/x-ndjson"

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post, "/daybook/v1/{project_id}/clusters/{cluster_id}/access-records", access: .project,
                isStreaming: true, handle: take)
        ]
    }

    @Sendable private func take(_ request: ControlRequest) async throws -> Response {
        let caller = request.requireCaller()
        guard caller.isAdministrator else {
            throw ControlError(.forbidden, "importing records needs the role \(Role.administrator.name)")
        }
        let project = request.requireProject().id
        guard let cluster = try await repository.cluster(request.parameter("cluster_id"), in: project) else {
            throw ControlError(.clusterUnknown, "the cluster does not exist")
        }
        let importer = AccessImporter(
            store: store, stream: .access(project: project, cluster: cluster.id),
            workspace: try await workspace(of: request, in: project) ?? cluster.workspace,
            isStrict: try Self.isStrict(request.query), readers: readers)
        try Self.checkMediaType(request.head.headerFields[.contentType])
        guard let pieces = request.pieces else { preconditionFailure("the endpoint reads its body itself") }
        let body = DecodedPieces(
            pieces: pieces, encoding: try ContentEncoding(header: request.head.headerFields[.contentEncoding]))
        let summary = try await run(importer, over: body, logger: request.logger)
        request.logger.info(
            "access records imported",
            metadata: [
                "cluster": "\(cluster.id)", "accepted": "\(summary.acceptedCount)",
                "rejected": "\(summary.rejectedCount)", "user": "\(caller.user.id)",
            ])
        var writer = JSONWriter()
        summary.write(to: &writer)
        return .json(bytes: writer.bytes)
    }

    /// An import that breaks off says how much of it is kept, so that the sender can go on behind it.
    private func run(
        _ importer: AccessImporter, over body: DecodedPieces, logger: Logger
    ) async throws -> ImportSummary {
        do {
            return try await importer.run(body)
        } catch let interruption as AccessImporter.Interruption {
            if interruption.cause is BrokenBody { throw interruption.cause }
            let answer = ErrorResponse(interruption.cause)
            if answer.isUnexpected {
                logger.error("import failed unexpectedly", metadata: ["error": "\(interruption.cause)"])
            }
            let kept = "before it \(interruption.summary.acceptedCount) records were kept"
            let refused = "\(interruption.summary.rejectedCount) lines refused"
            throw ControlError(
                answer.error.code, "\(answer.error.text.english); \(kept) and \(refused)",
                headers: answer.error.headers)
        }
    }

    private func workspace(of request: ControlRequest, in project: String) async throws -> String? {
        guard let id = request.head.headerFields[.workspace], !id.isEmpty else { return nil }
        guard try await repository.workspace(id, in: project) != nil else {
            throw ControlError(.workspaceUnknown, "the workspace does not exist")
        }
        return id
    }

    private static func isStrict(_ query: QueryItems) throws -> Bool {
        switch query["strict"] {
        case nil, "false": false
        case "true": true
        default: throw ControlError(.parameterInvalid, "strict is either true or false")
        }
    }

    private static func checkMediaType(_ header: String?) throws {
        let type = header?.split(separator: ";").first?.lowercased().filter { $0 != " " }
        guard type == mediaType else {
            throw ControlError(
                .mediaTypeUnsupported, "the content type is not supported, use \(mediaType)",
                headers: [("Accept-Post", mediaType)])
        }
    }
}
