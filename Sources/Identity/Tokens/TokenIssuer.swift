internal import Crypto
internal import FoundationEssentials
package import Logbook

/// Makes tokens and reads them again. Nothing is kept: a token carries all it says, sealed with a key that is derived
/// from the master key, so that it outlives restarts and nobody else can make or read one.
///
/// Text of a token: base64url without padding of version (1 byte, 1), nonce (12), AES-256-GCM ciphertext, tag (16).
package struct TokenIssuer: Sendable {
    private static let version: UInt8 = 1

    private let key: SymmetricKey
    private let time: TimeSource
    private let opened = OpenedTokens()

    package init(_ master: MasterKey, time: TimeSource) {
        key = master.derived(for: "daybook token 1")
        self.time = time
    }

    /// The text of a token, about 700 characters.
    package func seal(_ token: Token) throws -> String {
        let content = try JSONEncoder().encode(TokenContent(token))
        let box = try AES.GCM.seal(content, using: key, authenticating: [Self.version])
        let bytes = [Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return Base64URL.text(of: bytes)
    }

    /// - Throws: `IdentityError` with `tokenInvalid` or `tokenExpired`.
    package func open(_ text: String) throws -> Token {
        guard text.utf8.count <= Limits.tokenCharacterCountMaximum,
            let token = opened.token(text, orElse: decrypted)
        else {
            throw IdentityError(.tokenInvalid, "decrypt token fail")
        }
        guard time.now() < token.expires else {
            throw IdentityError(.tokenExpired, "token expires, expires_at: \(TokenTime.print(token.expires))")
        }
        return token
    }

    private func decrypted(_ text: String) -> Token? {
        guard let bytes = Base64URL.bytes(of: text), bytes.first == Self.version,
            let box = try? AES.GCM.SealedBox(combined: bytes[1...]),
            let data = try? AES.GCM.open(box, using: key, authenticating: [Self.version]),
            let content = try? JSONDecoder().decode(TokenContent.self, from: data)
        else { return nil }
        return content.token
    }

    /// A token for a process that holds the master key, such as a command beside the running server.
    package func processToken(lifetime: Duration = .seconds(60)) throws -> String {
        let now = time.now()
        return try seal(
            Token(
                user: .process, scope: .domain(TokenUser.process.domain), methods: ["process"],
                roles: [.administrator], issued: now, expires: now.advanced(by: lifetime)))
    }
}

/// What is inside a token; its fields are part of version 1.
private struct TokenContent: Codable {
    var user: TokenUser
    var domain: Domain
    var project: Project?
    var methods: [String]
    var roles: [Role]
    var issued: Int64
    var expires: Int64

    init(_ token: Token) {
        user = token.user
        domain = token.scope.domain
        project = token.scope.project
        methods = token.methods
        roles = token.roles
        issued = token.issued.microseconds
        expires = token.expires.microseconds
    }

    var token: Token {
        let scope: Token.Scope = project.map { .project($0, domain) } ?? .domain(domain)
        return Token(
            user: user, scope: scope, methods: methods, roles: roles, issued: Timestamp(microseconds: issued),
            expires: Timestamp(microseconds: expires))
    }
}
