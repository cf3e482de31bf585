internal import Evidence
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import NIOCore

/// Checkpoints for those who keep them, and what `daybook verify` and `daybook segments` call.
struct EvidenceRoutes {
    let store: any EvidenceSource

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/daybook/v1/{project_id}/checkpoint", access: .project, handle: checkpoint),
            Endpoint(.get, "/daybook/v1/{project_id}/checkpoint-key", access: .project, handle: verifierKey),
            Endpoint(.get, "/daybook/v1/segments", access: .caller, handle: segments),
            Endpoint(.post, "/daybook/v1/verify", access: .caller, handle: verify),
        ]
    }

    /// The newest checkpoint of the project's log, byte for byte as it was signed.
    @Sendable private func checkpoint(_ request: ControlRequest) async throws -> Response {
        guard let note = try await store.checkpoint(ofProject: request.requireProject().id) else {
            throw ControlError(.objectUnknown, "the project has no checkpoint yet: nothing of it was sealed")
        }
        return .text(note.description)
    }

    @Sendable private func verifierKey(_ request: ControlRequest) async throws -> Response {
        guard let verifier = store.verifier(ofProject: request.requireProject().id) else {
            throw ControlError(.objectUnknown, "checkpoints are not signed here")
        }
        return .text("\(verifier)\n")
    }

    /// Of all projects for a process of the data folder, else of the caller's project.
    @Sendable private func segments(_ request: ControlRequest) async throws -> Response {
        let caller = request.requireCaller()
        guard caller.isAdministrator else {
            throw ControlError(.forbidden, "listing segments needs the role \(Role.administrator.name)")
        }
        var streams = StreamSelection(source: request.query["source"], node: request.query["node"])
        if let name = request.query["kind"] {
            guard let kind = Stream.Kind.allCases.first(where: { $0.name == name }) else {
                throw ControlError(.parameterInvalid, "kind is access or audit")
            }
            streams.kind = kind
        }
        if caller.proof != .process {
            guard let project = caller.project else {
                throw ControlError(.forbidden, "use a token of one project")
            }
            streams.project = project.id
        }
        return .json(SegmentList(try await store.segments(SegmentQuery(streams: streams)).segments))
    }

    /// Reads what belongs to all projects, so only a process of the data folder may ask.
    @Sendable private func verify(_ request: ControlRequest) async throws -> Response {
        guard request.requireCaller().proof == .process else {
            throw ControlError(.forbidden, "verifying is for whoever owns the data folder: run daybook verify")
        }
        let question = try request.decode(VerifyQuestion.self) { ControlError(.bodyInvalid, "\($0)") }
        let service = VerifyService(store: store)
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody { writer in
                let (updates, continuation) = AsyncStream.makeStream(
                    of: VerificationProgress.self, bufferingPolicy: .bufferingNewest(1))
                async let end = Self.answer(question, from: service, continuation)
                for await progress in updates {
                    try await writer.write(try VerifyMessage(progress).line)
                }
                try await writer.write(try await end.line)
                try await writer.finish(nil)
            })
    }

    private static func answer(
        _ question: VerifyQuestion, from service: VerifyService,
        _ updates: AsyncStream<VerificationProgress>.Continuation
    ) async -> VerifyMessage {
        defer { updates.finish() }
        do {
            return .answer(try await service.answer(question) { updates.yield($0) })
        } catch {
            return .failure("\(error)")
        }
    }
}

extension VerifyMessage {
    fileprivate var line: ByteBuffer {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return ByteBuffer(bytes: try encoder.encode(self) + [0x0a])
        }
    }
}

extension Response {
    fileprivate static func text(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
