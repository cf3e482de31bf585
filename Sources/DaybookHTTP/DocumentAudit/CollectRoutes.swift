internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Logging

/// `/daybook/v1/{project_id}/instances/{instance_id}/nodes/{node_id}/audit-lines`: lines of audit files that a database
/// server wrote, into the stream of its node.
struct CollectRoutes {
    let instances: InstanceLookup
    let intake: LineIntake

    var endpoints: [Endpoint] {
        let path: RouterPath = "/daybook/v1/{project_id}/instances/{instance_id}/nodes/{node_id}/audit-lines"
        var taking = Endpoint(.post, path, access: .project, isStreaming: true, handle: take)
        // That of a signed request is read whole, for its signature.
        taking.bodyByteCountMaximum = Limits.collectedByteCountMaximum
        return [Endpoint(.get, path, access: .project, handle: position), taking]
    }

    @Sendable private func position(_ request: ControlRequest) async throws -> Response {
        let stream = try await target(of: request)
        let source = try Self.text("source", CollectedPlace.sourceLengthRange, in: request.query)
        return .json(PositionAnswer(position: try await intake.position(of: source, in: stream)))
    }

    @Sendable private func take(_ request: ControlRequest) async throws -> Response {
        let stream = try await target(of: request)
        let source = try Self.text("source", CollectedPlace.sourceLengthRange, in: request.query)
        let to = try Self.text("to", CollectedPlace.positionLengthRange, in: request.query)
        let from = try request.query["from"].map { _ in
            try Self.text("from", CollectedPlace.positionLengthRange, in: request.query)
        }
        let batch = LineIntake.Batch(
            source: source, from: from, to: to, lines: try await Self.body(of: request),
            isGap: request.query["lost"] == "true")
        let user = request.requireCaller().principal
        switch try await intake.take(batch, into: stream, by: user, at: request.remote) {
        case .taken(let tally):
            if tally.rejectedCount > 0 {
                request.logger.warning(
                    "audit lines refused", metadata: ["source": "\(source)", "count": "\(tally.rejectedCount)"])
            }
            return .json(BatchAnswer(tally, position: to))
        case .repeated:
            return .json(BatchAnswer(repeatedAt: to))
        case .elsewhere:
            throw ControlError(.conflict, "the source stands at another position; ask for it, and go on from there")
        case .busy:
            throw ControlError(
                .overloaded, "another batch of the source is being taken", headers: [("Retry-After", "1")])
        }
    }

    private func target(of request: ControlRequest) async throws -> Stream {
        guard request.requireCaller().isAdministrator else {
            throw ControlError(.forbidden, "collecting needs the role \(Role.administrator.name)")
        }
        let instance = try await instances.instance(of: request)
        let node = request.parameter("node_id")
        guard instance.nodes.contains(where: { $0.id == node }) else {
            throw ControlError(.nodeUnknown, .nodeUnknown)
        }
        return .audit(project: instance.project, instance: instance.id, node: node)
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
    struct Problem: Encodable {
        var line: Int
        var column: Int
        var reason: String
    }

    var accepted = 0
    var rejected = 0
    var repeated = false
    var position: String
    var errors: [Problem] = []

    init(_ tally: LineIntake.Tally, position: String) {
        accepted = tally.acceptedCount
        rejected = tally.rejectedCount
        errors = tally.problems.map { Problem(line: $0.line, column: $0.column, reason: $0.reason) }
        self.position = position
    }

    init(repeatedAt position: String) {
        repeated = true
        self.position = position
    }
}
