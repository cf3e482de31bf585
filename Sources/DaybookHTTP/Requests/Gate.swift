internal import HTTPTypes
internal import Hummingbird
internal import Identity

/// What every request passes before its endpoint: caller, project and body.
struct Gate: Sendable {
    let authenticator: Authenticator
    let repository: any IdentityRepository
    /// `nil`: the address that the caller used.
    let publicURL: String?
    let isSecured: Bool

    func answer(_ request: Request, at endpoint: Endpoint, context: ControlContext) async throws -> Response {
        if !endpoint.isStreaming {
            try Self.checkAnnouncedLength(of: request, maximum: endpoint.bodyByteCountMaximum)
        }
        let signable = SignableRequest(request.head)
        var body: [UInt8]?
        let readBody = {
            let bytes = try await Self.readBody(of: request, maximum: endpoint.bodyByteCountMaximum)
            body = bytes
            return bytes
        }
        var caller: Caller?
        var project: Project?
        switch endpoint.access {
        case .open: break
        case .caller:
            caller = try await authenticator.caller(of: signable, readingBody: readBody)
        case .project:
            let known = try await authenticator.caller(of: signable, readingBody: readBody)
            project = try await self.project(context.parameters.get("project_id") ?? "", of: known)
            caller = known
        }
        var pieces: RequestPieces?
        if endpoint.isStreaming {
            // A signature covers the body, so that of a signed request has been read.
            pieces = body.map { .read($0) } ?? .unread(request.body)
            body = []
        } else if body == nil {
            body = try await readBody()
        }
        let controlRequest = ControlRequest(
            requestID: context.requestID, head: request.head, parameters: context.parameters,
            query: QueryItems(query: signable.query), body: body ?? [], pieces: pieces, caller: caller,
            project: project,
            baseURL: publicURL ?? baseURL(of: request), remote: context.remote, logger: context.logger)
        return try await endpoint.handle(controlRequest)
    }

    /// Scheme, host and port as the caller used them.
    private func baseURL(of request: Request) -> String {
        "\(isSecured ? "https" : "http")://\(request.head.authority ?? "localhost")"
    }

    /// The project of the path; one that is not there is as little the caller's as one of somebody else.
    private func project(_ id: String, of caller: Caller) async throws -> Project {
        guard let project = try await repository.project(id), caller.mayUse(project) else {
            throw ControlError(
                .forbidden,
                "the project of the path is not the caller's: use a token of this project, or its access key")
        }
        return project
    }

    /// Refuses a body that says itself that it is too long, before a byte of it is read.
    private static func checkAnnouncedLength(of request: Request, maximum: Int) throws {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximum {
            throw tooLarge(maximum)
        }
    }

    private static func readBody(of request: Request, maximum: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximum else { throw tooLarge(maximum) }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let error as ControlError {
            throw error
        } catch {
            throw BrokenBody(cause: error)
        }
        return bytes
    }

    private static func tooLarge(_ maximum: Int) -> ControlError {
        ControlError(.bodyTooLarge, "Request entity too large, at most \(maximum) bytes are read")
    }
}
