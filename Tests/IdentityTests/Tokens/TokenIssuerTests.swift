import DaybookTesting
import Identity
import Logbook
import Testing

@Suite struct TokenIssuerTests {
    private let master = MasterKey.random()
    private let clock = TestClock(Timestamp(microseconds: 1_704_164_645_701_000))

    private func token(scope: Token.Scope) -> Token {
        Token(
            user: TokenUser(id: "u", name: "张三", domain: Domain(id: "d", name: "north")), scope: scope,
            methods: ["password"], roles: [.administrator], issued: clock.now,
            expires: clock.now.advanced(by: .seconds(3_600)))
    }

    @Test(arguments: [
        Token.Scope.domain(Domain(id: "d", name: "north")),
        .project(Project(id: "p", domain: "d", name: "cn-north-4"), Domain(id: "d", name: "north")),
    ])
    func `a token says after a restart what it said before`(scope: Token.Scope) throws {
        let text = try TokenIssuer(master, time: clock.timeSource).seal(token(scope: scope))
        #expect(text.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") })
        #expect(text.utf8.count < 1_500)
        let after = TokenIssuer(try MasterKey(bytes: master.bytes), time: clock.timeSource)
        #expect(try after.open(text) == token(scope: scope))
    }

    @Test func `it expires to the microsecond, and says when it did`() throws {
        let issuer = TokenIssuer(master, time: clock.timeSource)
        let text = try issuer.seal(token(scope: .domain(Domain(id: "d", name: "north"))))
        clock.advance(by: .seconds(3_600) - .microseconds(1))
        _ = try issuer.open(text)
        clock.advance(by: .microseconds(1))
        let error = #expect(throws: IdentityError(.tokenExpired, "")) { try issuer.open(text) }
        #expect(
            error?.gatewayText
                == "Incorrect IAM authentication information: token expires, expires_at: 2024-01-02T04:04:05.701000Z")
    }

    @Test func `no bit of it can be changed`() throws {
        let issuer = TokenIssuer(master, time: clock.timeSource)
        let text = try issuer.seal(token(scope: .domain(Domain(id: "d", name: "north"))))
        for (offset, index) in text.indices.enumerated() where offset % 7 == 0 {
            var other = text
            other.replaceSubrange(index...index, with: text[index] == "A" ? "Q" : "A")
            #expect(throws: IdentityError(.tokenInvalid, "")) { try issuer.open(other) }
        }
    }

    @Test(arguments: [
        "", "a", "MIIabc", "AQ", String(repeating: "A", count: 40), String(repeating: "A", count: 100_000), "令牌",
        "....",
    ])
    func `garbage is no token`(text: String) {
        let error = #expect(throws: IdentityError(.tokenInvalid, "")) {
            try TokenIssuer(master, time: clock.timeSource).open(text)
        }
        #expect(error?.gatewayText == "Incorrect IAM authentication information: decrypt token fail")
    }

    @Test func `a token of another data folder is none`() throws {
        let text = try TokenIssuer(.random(), time: clock.timeSource).processToken()
        #expect(throws: IdentityError(.tokenInvalid, "")) { try TokenIssuer(master, time: clock.timeSource).open(text) }
    }

    @Test func `a process gives itself a minute`() throws {
        let issuer = TokenIssuer(master, time: clock.timeSource)
        let text = try issuer.processToken()
        #expect(try issuer.open(text).user == .process)
        clock.advance(by: .seconds(60))
        #expect(throws: IdentityError(.tokenExpired, "")) { try issuer.open(text) }
    }

    @Test func `more tokens than are kept deciphered open all the same, and each says its own`() throws {
        let issuer = TokenIssuer(master, time: clock.timeSource)
        let texts = try (0...Limits.openedTokenCountMaximum).map { number in
            try issuer.seal(token(scope: .domain(Domain(id: "d\(number)", name: "north"))))
        }
        for _ in 0..<2 {
            for (number, text) in texts.enumerated() {
                #expect(try issuer.open(text).scope.domain.id == "d\(number)")
            }
        }
    }
}
