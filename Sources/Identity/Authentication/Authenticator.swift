package import Logbook

/// Tells who sent a request: by token (`X-Auth-Token`) or by signature (`Authorization: SDK-HMAC-SHA256 …`).
package struct Authenticator: Sendable {
    package static let tokenHeader = "x-auth-token"

    let repository: any IdentityRepository
    let issuer: TokenIssuer
    let time: TimeSource
    let passwords: PasswordChecker
    let accessKeyLock: FailureLock
    let userLock: FailureLock

    /// What checking a password of a user who is not there costs.
    let passwordCost: PasswordVerifier.Cost

    package init(
        repository: any IdentityRepository, issuer: TokenIssuer, time: TimeSource,
        passwordCost: PasswordVerifier.Cost = .standard
    ) {
        self.passwordCost = passwordCost
        self.repository = repository
        self.issuer = issuer
        self.time = time
        self.passwords = PasswordChecker()
        self.accessKeyLock = FailureLock(time: time)
        self.userLock = FailureLock(time: time)
    }

    /// Recognizes the caller of a request whose body has already been read.
    ///
    /// - Throws: `IdentityError`; its `gatewayText` is what clients know.
    package func caller(of request: SignableRequest) async throws -> Caller {
        try await caller(of: request, readingBody: { request.body })
    }

    /// Recognizes the caller of a request. A signature counts before a token.
    ///
    /// - Parameters:
    ///   - head: the request; its body is not looked at.
    ///   - readingBody: gives the body; called at most once, and only when a signature has everything else right.
    /// - Throws: `IdentityError`, or what `readingBody` throws.
    package func caller(of head: SignableRequest, readingBody: () async throws -> [UInt8]) async throws -> Caller {
        if let authorization = head.header("authorization"),
            RequestSignature.isSignature(authorization: authorization)
        {
            let signature = try RequestSignature(authorization: authorization)
            return try await caller(signing: head, with: signature, readingBody: readingBody)
        }
        guard let text = head.header(Self.tokenHeader), !text.isEmpty else {
            throw IdentityError(.tokenMissing, "x-auth-token not found")
        }
        return try await caller(holding: token(text))
    }

    /// Opens a token and makes sure that its user is still there.
    ///
    /// - Throws: `IdentityError` with `tokenInvalid` or `tokenExpired`.
    package func token(_ text: String) async throws -> Token {
        let token = try issuer.open(text)
        if token.user != .process {
            guard let user = try await repository.user(token.user.id), user.isEnabled else {
                throw IdentityError(.tokenInvalid, "decrypt token fail")
            }
        }
        return token
    }

    private func caller(holding token: Token) -> Caller {
        Caller(
            user: token.user, roles: token.roles, proof: token.user == .process ? .process : .token(token.scope))
    }

    private func caller(
        signing head: SignableRequest, with signature: RequestSignature, readingBody: () async throws -> [UInt8]
    ) async throws -> Caller {
        let id = signature.accessKey
        try signature.checkDate(of: head, at: time.now())
        guard let accessKey = try await repository.accessKey(id),
            let user = try await repository.user(accessKey.user), user.isEnabled,
            let domain = try await repository.domain(user.domain)
        else {
            throw IdentityError(.accessKeyUnknown, "Get secretKey failed,ak:\(id.prefix(64)),err:ak not exist")
        }
        try checkLock(of: id)
        var request = head
        request.body = try await readingBody()
        do {
            try signature.verify(request, secret: accessKey.secret, at: time.now())
        } catch let error as IdentityError where error.code == .signatureMismatch {
            accessKeyLock.noteFailure(of: id)
            throw error
        }
        // Guesses that were on their way together count all the same.
        try checkLock(of: id)
        accessKeyLock.noteSuccess(of: id)
        return Caller(
            user: TokenUser(id: user.id, name: user.name, domain: domain), roles: user.roles, proof: .accessKey(id))
    }

    private func checkLock(of accessKey: String) throws {
        if accessKeyLock.isLocked(accessKey) {
            throw IdentityError(.accessKeyLocked, "AK access failed to reach the limit,forbidden")
        }
    }
}
