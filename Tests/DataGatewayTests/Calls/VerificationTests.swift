import DataGateway
import DataService
import HTTPTypes
import Logbook
import Testing

struct VerificationTests {
    private static let path = "/signed/%E4%B8%8A%2Fb"
    private static let query = "city=a%20b&city2=%2B&a"

    private static func failed(_ step: Int, _ code: String) -> [AccessDetail.VerificationStep] {
        AccessDetail.VerificationStep.Check.allCases.prefix(step).enumerated().map { place, check in
            .init(check: check, failureCode: place == step - 1 ? code : nil)
        }
    }

    @Test(arguments: ["X-Authorization", "Authorization"])
    func `an authorized app calls with its signature, in either header`(header: String) async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let headers = Shop.signed("GET", Self.path, query: Self.query, headers: ["x-h": "1"], header: header)
            let result = try await caller.call(.get, "\(Self.path)?\(Self.query)", headers: headers)
            #expect(result.status == 200 && result.rows?.count == 1)
            let record = try #require(result.record)
            #expect(record.app == .init(id: "app1", name: "desk"))
            #expect(record.parts.verification.map(\.outcome) == [.completed, .completed, .completed])
            let text = record.detail.text(showsStatement: true)
            #expect(!text.contains("Signature") && !text.contains(Shop.key) && !text.contains(Shop.secret))
        }
    }

    @Test func `both headers alike are fine, and a basic authorization beside the signature too`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            var headers = Shop.signed("GET", "/signed/1")
            headers[.authorization] = "Basic abc"
            let result = try await caller.call(.get, "/signed/1", headers: headers)
            #expect(result.status == 200)
        }
    }

    @Test func `a signed body is held to its signature`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let body = #"{"q":"上海"}"#
            let headers = Shop.signed("POST", "/signed", body: body, headers: ["content-type": "application/json"])
            let fine = try await caller.call(.post, "/signed", headers: headers, body: body)
            #expect(fine.status == 200 && fine.rows?.first?["q"] as? String == "上海")
            let changed = try await caller.call(.post, "/signed", headers: headers, body: #"{"q":"北京"}"#)
            #expect(changed.status == 401 && changed.code == "APIG.0303")
        }
    }

    @Test func `every wrong signature is refused at its step and names no app`() async throws {
        let shop = try Shop()
        let old = TimeSource.system.now().advanced(by: .seconds(-16 * 60))
        var foreign = Shop.signed("GET", "/signed/1")
        foreign[HTTPField.Name("x-authorization")!] = "SDK-HMAC-SM3 Access=a, SignedHeaders=x-sdk-date, Signature=00"
        var garbage = foreign
        garbage[HTTPField.Name("x-authorization")!] = "SDK-HMAC-SHA256 nonsense"
        let stranger = String(repeating: "c", count: 32)
        let cases: [(HTTPFields, Int, String, Int)] = [
            ([:], 1, "APIG.0106", 400),
            ([.authorization: "Bearer x"], 1, "APIG.0106", 400),
            (foreign, 1, "APIG.0303", 401),
            (garbage, 1, "APIG.0303", 401),
            (Shop.signed("GET", "/signed/1", at: old), 1, "APIG.0303", 401),
            (Shop.signed("GET", "/signed/1", secret: "wrong"), 2, "APIG.0303", 401),
            (Shop.signed("GET", "/signed/1", key: "nobody"), 2, "APIG.0303", 401),
            (Shop.signed("GET", "/signed/2"), 2, "APIG.0303", 401),
            (Shop.signed("POST", "/signed/1"), 2, "APIG.0303", 401),
            (Shop.signed("GET", "/signed/1", query: "city=x"), 2, "APIG.0303", 401),
            (
                Shop.signed("GET", "/signed/1", key: stranger, secret: String(repeating: "d", count: 32)), 2,
                "APIG.0303",
                401
            ),
        ]
        try await shop.open { caller in
            for (headers, step, code, status) in cases {
                let result = try await caller.call(.get, "/signed/1", headers: headers)
                #expect(result.status == status && result.code == code)
                #expect(result.record?.parts.verification == Self.failed(step, code))
                #expect(result.record?.app == nil && result.record?.api?.id == "signed")
                #expect(result.record?.parts.statement == nil)
            }
        }
    }

    @Test func `a good signature of an app without authorization is refused last, and names the app`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let headers = Shop.signed(
                "GET", "/signed/1", key: String(repeating: "a", count: 32), secret: String(repeating: "b", count: 32))
            let result = try await caller.call(.get, "/signed/1", headers: headers)
            #expect(result.status == 403 && result.code == "APIG.0304")
            #expect(result.record?.parts.verification == Self.failed(3, "APIG.0304"))
            #expect(result.record?.app?.id == "app2")
        }
    }

    @Test func `a token of the project opens an api that is authorized to an app for people`() async throws {
        let shop = try Shop()
        let name = try #require(HTTPField.Name("x-auth-token"))
        try await shop.open { caller in
            let result = try await caller.call(.get, "/token", headers: [name: try shop.token()])
            #expect(result.status == 200 && result.record?.app == nil)
            #expect(result.record?.parts.verification.count == 3)
            #expect(result.record?.parts.parameters.header.isEmpty == true)
            let cases: [(HTTPFields, Int, String, Int)] = [
                ([:], 1, "DLM.4211", 401),
                ([name: ""], 1, "DLM.4211", 401),
                ([name: "MII-nonsense"], 1, "DLM.4211", 401),
                ([name: try shop.token(lifetime: .seconds(-1))], 1, "DLM.4211", 401),
                ([name: try shop.token(project: "another")], 3, "APIG.0304", 403),
            ]
            for (headers, step, code, status) in cases {
                let result = try await caller.call(.get, "/token", headers: headers)
                #expect(result.status == status && result.code == code)
                #expect(result.record?.parts.verification == Self.failed(step, code))
            }
            shop.definitions.change { $0.authorizations["token"] = ["app1"] }
            try await shop.gateway.reload()
            let revoked = try await caller.call(.get, "/token", headers: [name: try shop.token()])
            #expect(revoked.code == "APIG.0304")
        }
    }

    @Test func `a token does not stand in for a signature, nor a signature for a token`() async throws {
        let shop = try Shop()
        let name = try #require(HTTPField.Name("x-auth-token"))
        try await shop.open { caller in
            let unsigned = try await caller.call(.get, "/signed/1", headers: [name: try shop.token()])
            #expect(unsigned.code == "APIG.0106")
            let signed = try await caller.call(.get, "/token", headers: Shop.signed("GET", "/token"))
            #expect(signed.code == "DLM.4211")
        }
    }

    @Test func `an outage of the definitions is our failure and recorded`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            shop.definitions.change { $0.isDown = true }
            let result = try await caller.call(
                .get, "/signed/1", headers: Shop.signed("GET", "/signed/1", key: "nobody"))
            #expect(result.status == 500 && result.code == "DAYBOOK.5001" && result.record != nil)
            #expect(!result.body.contains("Outage"))
        }
    }
}
