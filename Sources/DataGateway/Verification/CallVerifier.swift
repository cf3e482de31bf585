internal import DataService
internal import Identity
internal import Logbook

/// Checks who calls an API, and whether they may.
///
/// - *API authentication*: the call carries what the API asks for, in a form that can be checked.
/// - *App authentication*: the key is an app's and the signature was made with its secret.
/// - *Access permission*: the app, or an app that stands for the project of the token, is authorized to the API.
///
/// A check that an API does not need counts as completed.
struct CallVerifier: Sendable {
    let repository: any DataServiceRepository
    let authenticator: Authenticator
    let time: TimeSource

    /// - Parameter apps: those that are authorized to the API on the cluster.
    /// - Throws: what the repositories throw.
    func verify(_ call: IncomingCall, for api: APIDefinition, apps: [App]) async throws -> Verification {
        switch api.authentication {
        case .none:
            var verification = Verification()
            verification.pass(.apiAuthentication)
            verification.pass(.appAuthentication)
            verification.pass(.accessPermission)
            return verification
        case .app:
            return try await verifySignature(call, for: api, apps: apps)
        case .iam:
            return try await verifyToken(call, for: api, apps: apps)
        }
    }

    private func verifySignature(
        _ call: IncomingCall, for api: APIDefinition, apps: [App]
    ) async throws -> Verification {
        var verification = Verification()
        // Clients send both headers alike, or only one of them.
        guard
            let text = [call.header("x-authorization"), call.header("authorization")].compactMap({ $0 }).first(where: {
                RequestSignature.isSignature(authorization: $0)
            })
        else {
            let advice = "sign the call with the key and secret of an app, and send the signature in x-authorization"
            verification.fail(.apiAuthentication, ServiceError(.missingAuthorization, advice))
            return verification
        }
        let request = call.signable
        let signature: RequestSignature
        do {
            signature = try RequestSignature(authorization: text)
            try signature.checkDate(of: request, at: time.now())
        } catch let error as IdentityError {
            verification.fail(.apiAuthentication, ServiceError(.appVerificationFailed, error.message))
            return verification
        }
        verification.pass(.apiAuthentication)
        let authorized = apps.first { $0.kind == .signing && $0.key == signature.accessKey }
        let known = if let authorized { authorized } else { try await repository.app(key: signature.accessKey) }
        guard let app = known, app.kind == .signing, isGood(signature, of: request, by: app) else {
            // Whether the key or the secret is wrong is nothing that a stranger has to know.
            let advice = "app not found or signature wrong, check app key, app secret and what is signed"
            verification.fail(.appAuthentication, ServiceError(.appVerificationFailed, advice))
            return verification
        }
        verification.app = app
        verification.pass(.appAuthentication)
        guard authorized != nil else {
            verification.fail(
                .accessPermission, ServiceError(.notAuthorized, "the app is not authorized to the api, ask its owner"))
            return verification
        }
        verification.pass(.accessPermission)
        return verification
    }

    private func isGood(_ signature: RequestSignature, of request: SignableRequest, by app: App) -> Bool {
        do {
            try signature.verify(request, secret: app.secret, at: time.now())
            return true
        } catch {
            return false
        }
    }

    private func verifyToken(
        _ call: IncomingCall, for api: APIDefinition, apps: [App]
    ) async throws -> Verification {
        var verification = Verification()
        guard let text = call.header(Authenticator.tokenHeader), !text.isEmpty else {
            verification.fail(
                .apiAuthentication, ServiceError(.tokenInvalid, "send a token of the project in x-auth-token"))
            return verification
        }
        let token: Token
        do {
            token = try await authenticator.token(text)
        } catch let error as IdentityError {
            let advice = "\(error.message), get a new token of the project"
            verification.fail(.apiAuthentication, ServiceError(.tokenInvalid, advice))
            return verification
        }
        verification.pass(.apiAuthentication)
        verification.pass(.appAuthentication)
        guard let project = token.scope.project, project.id == api.project,
            apps.contains(where: { $0.kind == .identity && $0.project == project.id })
        else {
            verification.fail(
                .accessPermission,
                ServiceError(.notAuthorized, "the project of the token is not authorized to the api, ask its owner"))
            return verification
        }
        verification.pass(.accessPermission)
        return verification
    }
}
