internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Logging

/// `/daybook/v1/{project_id}/instances/{instance_id}/nodes/{node_id}/audit-lines`: lines of audit files that a database
/// server wrote, into the stream of its node.
///
/// A batch says from which position of its source to which it goes. It is taken when the source stands at the first;
/// when it stands at the second the batch was taken before. So whoever sends may send again, and nothing is kept twice.
struct CollectRoutes {
    let instances: InstanceLookup
    let repository: any DocumentAuditRepository
    let places: CollectedPlaces
    let time: TimeSource

    init(
        instances: InstanceLookup, repository: any DocumentAuditRepository, store: any LogStore, time: TimeSource
    ) {
        self.instances = instances
        self.repository = repository
        self.places = CollectedPlaces(store: store, repository: repository)
        self.time = time
    }

    var endpoints: [Endpoint] {
        let path: RouterPath = "/daybook/v1/{project_id}/instances/{instance_id}/nodes/{node_id}/audit-lines"
        var taking = Endpoint(.post, path, access: .project, isStreaming: true, handle: take)
        // That of a signed request is read whole, for its signature.
        taking.bodyByteCountMaximum = Limits.collectedByteCountMaximum
        return [Endpoint(.get, path, access: .project, handle: position), taking]
    }

    @Sendable private func position(_ request: ControlRequest) async throws -> Response {
        let (stream, _) = try await target(of: request)
        let source = try Self.text("source", CollectedPlace.sourceLengthRange, in: request.query)
        return .json(PositionAnswer(position: try await places.position(of: source, in: stream)))
    }

    @Sendable private func take(_ request: ControlRequest) async throws -> Response {
        let (stream, instance) = try await target(of: request)
        let source = try Self.text("source", CollectedPlace.sourceLengthRange, in: request.query)
        let to = try Self.text("to", CollectedPlace.positionLengthRange, in: request.query)
        let from = try request.query["from"].map { _ in
            try Self.text("from", CollectedPlace.positionLengthRange, in: request.query)
        }
        let bytes = try await Self.body(of: request)
        let fields = try await repository.settings(of: instance.id).maskedFields
        let batch = CollectedBatch(bytes, mask: (try? ArgumentMask(fields: fields)) ?? .literals)
        let user = request.requireCaller().user
        let mark = AuditEvent.collected(
            from: source, to: to, lineCount: batch.events.count, rejectedCount: batch.rejectedCount,
            problems: batch.problems.prefix(Limits.recordedProblemCountMaximum).map(\.text),
            isGap: request.query["lost"] == "true",
            by: AuditEvent.Principal(name: user.name, database: user.domain.name), at: request.remote,
            time: time.now())
        let outcome = try await places.take(source, from: from, to: to, in: stream) {
            (batch.events + [mark]).map(LogRecord.audit)
        }
        switch outcome {
        case .taken:
            if batch.rejectedCount > 0 {
                request.logger.warning(
                    "audit lines refused", metadata: ["source": "\(source)", "count": "\(batch.rejectedCount)"])
            }
            return .json(BatchAnswer(batch, position: to))
        case .repeated:
            return .json(BatchAnswer(repeatedAt: to))
        case .elsewhere:
            throw ControlError(.conflict, "the source stands at another position; ask for it, and go on from there")
        case .busy:
            throw ControlError(
                .overloaded, "another batch of the source is being taken", headers: [("Retry-After", "1")])
        }
    }

    private func target(of request: ControlRequest) async throws -> (Logbook.Stream, DocumentInstance) {
        guard request.requireCaller().isAdministrator else {
            throw ControlError(.forbidden, "collecting needs the role \(Role.administrator.name)")
        }
        let instance = try await instances.instance(of: request)
        let node = request.parameter("node_id")
        guard instance.nodes.contains(where: { $0.id == node }) else {
            throw ControlError(.nodeUnknown, .nodeUnknown)
        }
        return (.audit(project: instance.project, instance: instance.id, node: node), instance)
    }

    private static func text(_ name: String, _ lengths: ClosedRange<Int>, in query: QueryItems) throws -> String {
        guard let text = query[name], CollectedPlace.isPlain(text, in: lengths) else {
            throw ControlError(
                .parameterInvalid,
                "\(name) has to be \(lengths.lowerBound) to \(lengths.upperBound) letters, digits and marks")
        }
        return text
    }

    /// All lines: a batch is kept whole or not at all.
    private static func body(of request: ControlRequest) async throws -> [UInt8] {
        guard let pieces = request.pieces else { preconditionFailure("the endpoint reads its body itself") }
        let encoding = try ContentEncoding(header: request.head.headerFields[.contentEncoding])
        var bytes: [UInt8] = []
        for try await piece in DecodedPieces(pieces: pieces, encoding: encoding) {
            guard bytes.count + piece.count <= Limits.collectedByteCountMaximum else {
                throw ControlError(
                    .bodyTooLarge, "a batch has at most \(Limits.collectedByteCountMaximum) bytes, send fewer lines")
            }
            bytes += piece
        }
        return bytes
    }
}

private struct PositionAnswer: Encodable {
    /// `null` of a source that nothing came from yet.
    var position: String?

    enum CodingKeys: String, CodingKey { case position }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(position, forKey: .position)
    }
}

private struct BatchAnswer: Encodable {
    var accepted = 0
    var rejected = 0
    var repeated = false
    var position: String
    var errors: [CollectedBatch.Problem] = []

    init(_ batch: CollectedBatch, position: String) {
        accepted = batch.events.count
        rejected = batch.rejectedCount
        errors = batch.problems
        self.position = position
    }

    init(repeatedAt position: String) {
        repeated = true
        self.position = position
    }
}
