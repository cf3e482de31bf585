import Logbook
import Testing

@testable import Identity

struct OpenedTokensTests {
    private static let token = Token(
        user: .process, scope: .domain(TokenUser.process.domain), methods: ["process"], roles: [],
        issued: Timestamp(milliseconds: 0), expires: Timestamp(milliseconds: 1))

    @Test func `a token is deciphered once, what is none each time`() {
        let opened = OpenedTokens()
        var count = 0
        for _ in 0..<3 {
            let found = opened.token("a") { _ in
                count += 1
                return Self.token
            }
            #expect(found == Self.token)
        }
        #expect(count == 1)
        for _ in 0..<2 {
            let found = opened.token("b") { _ in
                count += 1
                return nil
            }
            #expect(found == nil)
        }
        #expect(count == 3)
    }
}
