internal import HTTPTypes
internal import Hummingbird
internal import Identity

/// `/v3/auth/tokens`: signing in, and looking at a token.
struct TokenRoutes {
    let authenticator: Authenticator
    let region: String

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v3/auth/tokens", access: .open, handle: signIn),
            Endpoint(.get, "/v3/auth/tokens", access: .caller, handle: show),
        ]
    }

    @Sendable private func signIn(_ request: ControlRequest) async throws -> Response {
        let body = try request.decode(SignInBody.self) { _ in
            ControlError(.bodyInvalid, "The request body is invalid")
        }
        let issued = try await authenticator.signIn(body.tokenRequest())
        return answer(issued.token, text: issued.text, to: request, status: .created)
    }

    private func show(_ request: ControlRequest) async throws -> Response {
        let caller = request.requireCaller()
        guard let text = request.head.headerFields[.subjectToken],
            let token = try? await authenticator.token(text)
        else {
            throw ControlError(.objectUnknown, "X-Subject-Token is missing, invalid or expired")
        }
        let mayLook =
            token.user == caller.user || caller.proof == .process
            || (caller.isAdministrator && token.user.domain.id == caller.domain.id)
        guard mayLook else {
            throw ControlError(.forbidden, "the token of X-Subject-Token is of another user")
        }
        return answer(token, text: text, to: request, status: .ok)
    }

    private func answer(
        _ token: Token, text: String, to request: ControlRequest, status: HTTPResponse.Status
    ) -> Response {
        var catalog: ServiceCatalog?
        if (request.query["nocatalog"] ?? "").isEmpty {
            catalog = ServiceCatalog(baseURL: request.baseURL, region: region, project: token.scope.project)
        }
        var response = Response.json(TokenBody(token, catalog: catalog), status: status)
        response.headers[.subjectToken] = text
        return response
    }
}
