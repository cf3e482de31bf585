import DaybookTesting
import Identity
import Logbook

/// Two domains with projects, users and access keys, and a clock that stands still.
struct House {
    static let quickly = PasswordVerifier.Cost(rounds: 16, blockSize: 8, parallelism: 1)

    let clock = TestClock(Timestamp(seconds: 1_704_164_645))
    let repository = InMemoryIdentityRepository()
    let master = MasterKey.random()
    let issuer: TokenIssuer
    let authenticator: Authenticator

    init() async throws {
        issuer = TokenIssuer(master, time: clock.timeSource)
        authenticator = Authenticator(
            repository: repository, issuer: issuer, time: clock.timeSource, passwordCost: Self.quickly)
        for name in ["north", "south"] {
            try await repository.save(Domain(id: "\(name)-domain", name: name))
            try await repository.save(Project(id: "\(name)-project", domain: "\(name)-domain", name: "cn-\(name)-4"))
            try await repository.save(
                User(
                    id: "\(name)-user", domain: "\(name)-domain", name: "ann",
                    password: PasswordVerifier(password: "\(name) password", cost: Self.quickly),
                    roles: [.administrator]))
            try await repository.save(
                AccessKey(id: "\(name)-key", secret: "\(name) secret", user: "\(name)-user"))
        }
    }

    func signed(key: String = "north-key", secret: String = "north secret") -> SignableRequest {
        var request = SignableRequest(
            method: "GET", path: "/v3/projects", query: "name=a", headers: [.init("Host", "localhost")])
        RequestSigner(accessKey: key, secret: secret).sign(&request, at: clock.now)
        return request
    }

    func holding(_ token: String) -> SignableRequest {
        SignableRequest(method: "GET", path: "/", headers: [.init("X-Auth-Token", token)])
    }

    func signIn(
        _ user: String = "ann", domain: String = "north", password: String = "north password",
        scope: TokenRequest.Scope = .unstated
    ) async throws -> IssuedToken {
        try await authenticator.signIn(
            TokenRequest(proof: .password(user: .name(user, .name(domain)), password: password), scope: scope))
    }
}
