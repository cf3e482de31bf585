import DaybookTesting
import Identity
import Logbook
import Testing

@Suite struct SignInTests {
    @Test func `a token lasts 24 hours and says who, how and for what`() async throws {
        let house = try await House()
        let token = try await house.signIn(scope: .projectNamed("cn-north-4", .name("north"))).token
        #expect(
            token.user == TokenUser(id: "north-user", name: "ann", domain: Domain(id: "north-domain", name: "north")))
        #expect(token.scope.project?.id == "north-project")
        #expect(token.methods == ["password"])
        #expect(token.roles == [.administrator])
        #expect(token.issued == house.clock.now)
        #expect(token.expires == house.clock.now.advanced(by: .seconds(86_400)))
    }

    @Test(arguments: [
        TokenRequest.UserName.id("north-user"), .name("ann", .id("north-domain")), .name("ann", .name("north")),
    ])
    func `a user signs in by id, or by name and domain`(name: TokenRequest.UserName) async throws {
        let house = try await House()
        let issued = try await house.authenticator.signIn(
            TokenRequest(proof: .password(user: name, password: "north password"), scope: .domain(.id("north-domain"))))
        #expect(issued.token.scope == .domain(Domain(id: "north-domain", name: "north")))
        #expect(try house.issuer.open(issued.text) == issued.token)
    }

    @Test(arguments: [
        ("ann", "north", "wrong"), ("ann", "north", ""), ("nobody", "north", "north password"),
        ("ann", "nowhere", "north password"), ("ann", "south", "north password"),
        ("ann", "north", String(repeating: "x", count: 1_000_000)),
    ])
    func `wrong name, domain and password look the same`(user: String, domain: String, password: String) async throws {
        let house = try await House()
        let error = await #expect(throws: IdentityError(.passwordWrong, "")) {
            try await house.signIn(user, domain: domain, password: password)
        }
        #expect(error?.message == "the username or password is wrong")
    }

    @Test(arguments: [
        TokenRequest.Scope.project(id: "south-project"), .project(id: "nothing"), .projectNamed("cn-south-4", nil),
        .projectNamed("cn-south-4", .name("south")), .projectNamed("cn-north", nil), .domain(.name("south")),
        .domain(.id("nothing")), .projectNamed("cn-north-4", .name("nowhere")),
    ])
    func `a scope outside the user's domain is denied`(scope: TokenRequest.Scope) async throws {
        let house = try await House()
        await #expect(throws: IdentityError(.scopeDenied, "")) { try await house.signIn(scope: scope) }
    }

    @Test func `six wrong passwords lock the user for five minutes`() async throws {
        let house = try await House()
        for _ in 0..<6 {
            await #expect(throws: IdentityError(.passwordWrong, "")) { try await house.signIn(password: "wrong") }
        }
        await #expect(throws: IdentityError(.userLocked, "")) { try await house.signIn() }
        _ = try await house.signIn(domain: "south", password: "south password")
        house.clock.advance(by: .seconds(300))
        _ = try await house.signIn()
    }

    @Test func `a token gives another scope, but no longer life`() async throws {
        let house = try await House()
        let first = try await house.signIn()
        house.clock.advance(by: .seconds(3_600))
        let second = try await house.authenticator.signIn(
            TokenRequest(proof: .token(first.text), scope: .project(id: "north-project")))
        #expect(second.token.scope.project?.id == "north-project")
        #expect(second.token.expires == first.token.expires)
        #expect(second.token.methods == ["password", "token"])
        let third = try await house.authenticator.signIn(TokenRequest(proof: .token(second.text), scope: .unstated))
        #expect(third.token.methods == ["password", "token"])
        #expect(third.token.scope.project == nil)
    }

    @Test func `an expired or made-up token gives none`() async throws {
        let house = try await House()
        let first = try await house.signIn()
        house.clock.advance(by: .seconds(86_400))
        await #expect(throws: IdentityError(.tokenExpired, "")) {
            try await house.authenticator.signIn(TokenRequest(proof: .token(first.text), scope: .unstated))
        }
        for text in ["made up", try house.issuer.processToken()] {
            await #expect(throws: IdentityError(.tokenInvalid, "")) {
                try await house.authenticator.signIn(TokenRequest(proof: .token(text), scope: .unstated))
            }
        }
    }
}
