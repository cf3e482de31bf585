import DaybookTesting
import Identity
import Logbook
import Testing

@Suite struct AuthenticatorTests {
    @Test func `without a token or a signature nobody calls`() async throws {
        let house = try await House()
        for headers in [[], [SignableRequest.Header("X-Auth-Token", "")], [.init("Authorization", "Basic YTpi")]] {
            let request = SignableRequest(method: "GET", path: "/", headers: headers)
            let error = await #expect(throws: IdentityError(.tokenMissing, "")) {
                try await house.authenticator.caller(of: request)
            }
            #expect(error?.gatewayText == "Incorrect IAM authentication information: x-auth-token not found")
        }
    }

    @Test func `a signature reaches all projects of its domain, and no other`() async throws {
        let house = try await House()
        let caller = try await house.authenticator.caller(of: house.signed())
        #expect(caller.user.id == "north-user")
        #expect(caller.domain == Domain(id: "north-domain", name: "north"))
        #expect(caller.proof == .accessKey("north-key"))
        #expect(caller.mayUse(Project(id: "north-project", domain: "north-domain", name: "a")))
        #expect(!caller.mayUse(Project(id: "south-project", domain: "south-domain", name: "a")))
    }

    @Test func `a project's token reaches its project, a domain's none`() async throws {
        let house = try await House()
        let project = Project(id: "north-project", domain: "north-domain", name: "cn-north-4")
        let scoped = try await house.signIn(scope: .project(id: "north-project"))
        let caller = try await house.authenticator.caller(of: house.holding(scoped.text))
        #expect(caller.project == project)
        #expect(caller.mayUse(project))
        #expect(!caller.mayUse(Project(id: "other", domain: "north-domain", name: "b")))
        let unscoped = try await house.signIn()
        let other = try await house.authenticator.caller(of: house.holding(unscoped.text))
        #expect(other.project == nil)
        #expect(!other.mayUse(project))
    }

    @Test func `a signature counts before a token`() async throws {
        let house = try await House()
        var request = house.signed(key: "south-key", secret: "south secret")
        request.headers.append(.init("X-Auth-Token", try await house.signIn().text))
        #expect(try await house.authenticator.caller(of: request).user.id == "south-user")
    }

    @Test func `an unknown key is named, a wrong secret shows the canonical request`() async throws {
        let house = try await House()
        var error = await #expect(throws: IdentityError(.accessKeyUnknown, "")) {
            try await house.authenticator.caller(of: house.signed(key: "nobody"))
        }
        #expect(error?.message == "Get secretKey failed,ak:nobody,err:ak not exist")
        error = await #expect(throws: IdentityError(.signatureMismatch, "")) {
            try await house.authenticator.caller(of: house.signed(secret: "wrong"))
        }
        #expect(
            error?.message.hasPrefix("verify aksk signature fail,canonicalRequest:GET|/v3/projects/|name=a|") == true)
    }

    @Test func `the body is read only for a key that exists, is not locked and signed about now`() async throws {
        let house = try await House()
        struct Read: Error {}
        let readBody: () async throws -> [UInt8] = { throw Read() }
        await #expect(throws: IdentityError(.accessKeyUnknown, "")) {
            try await house.authenticator.caller(of: house.signed(key: "nobody"), readingBody: readBody)
        }
        await #expect(throws: Read.self) {
            try await house.authenticator.caller(of: house.signed(), readingBody: readBody)
        }
        let old = house.signed()
        house.clock.advance(by: .seconds(960))
        await #expect(throws: IdentityError(.signatureExpired, "")) {
            try await house.authenticator.caller(of: old, readingBody: readBody)
        }
    }

    @Test func `six wrong signatures lock the key for everybody, for five minutes`() async throws {
        let house = try await House()
        for _ in 0..<6 {
            await #expect(throws: IdentityError(.signatureMismatch, "")) {
                try await house.authenticator.caller(of: house.signed(secret: "wrong"))
            }
        }
        let error = await #expect(throws: IdentityError(.accessKeyLocked, "")) {
            try await house.authenticator.caller(of: house.signed())
        }
        #expect(error?.message == "AK access failed to reach the limit,forbidden")
        _ = try await house.authenticator.caller(of: house.signed(key: "south-key", secret: "south secret"))
        house.clock.advance(by: .seconds(300))
        _ = try await house.authenticator.caller(of: house.signed())
    }

    @Test func `who is disabled or gone has neither token nor key`() async throws {
        let house = try await House()
        let token = try await house.signIn().text
        var user = try #require(await house.repository.user("north-user"))
        user.isEnabled = false
        try await house.repository.save(user)
        await #expect(throws: IdentityError(.tokenInvalid, "")) {
            try await house.authenticator.caller(of: house.holding(token))
        }
        await #expect(throws: IdentityError(.accessKeyUnknown, "")) {
            try await house.authenticator.caller(of: house.signed())
        }
        await #expect(throws: IdentityError(.passwordWrong, "")) { try await house.signIn() }
    }

    @Test func `a process of the data folder may do everything`() async throws {
        let house = try await House()
        let caller = try await house.authenticator.caller(of: house.holding(house.issuer.processToken()))
        #expect(caller.proof == .process)
        #expect(caller.isAdministrator)
        #expect(caller.mayUse(Project(id: "any", domain: "any", name: "any")))
    }
}
