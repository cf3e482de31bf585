import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Foundation
import Identity
import Testing

@Suite struct TokenRoutesTests {
    static let sample = """
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "ann", "password": "ann password",
        "domain": {"name": "north"}}}}, "scope": {"project": {"name": "cn-north-4"}}}}
        """

    @Test func `a password gives a project's token with everything that clients read`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: Self.sample)
        #expect(answer.status == 201)
        #expect(try #require(answer.header("X-Subject-Token")).count > 100)
        let token = try #require(try answer.json["token"])
        #expect(
            token.names == [
                "methods", "issued_at", "expires_at", "user", "project", "roles", "catalog",
            ])
        #expect(token["methods"] == ["password"])
        #expect(token["issued_at"] == "2024-01-02T03:04:05.000000Z")
        #expect(token["expires_at"] == "2024-01-03T03:04:05.000000Z")
        #expect(token["user"]?["id"] == "ann-id")
        #expect(token["user"]?["name"] == "ann")
        #expect(token["user"]?["domain"]?["id"] == "north-domain")
        #expect(token["user"]?["domain"]?["name"] == "north")
        #expect(token["user"]?["password_expires_at"] == "")
        #expect(token["project"]?["id"]?.text == ControlHouse.project)
        #expect(token["project"]?["name"] == "cn-north-4")
        #expect(token["project"]?["domain"]?["name"] == "north")
        #expect(token["roles"]?[0]?["name"] == "te_admin")
        #expect(token["roles"]?[0]?["id"] == "0")
    }

    @Test func `the catalog has absolute addresses of identity and of document databases`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: Self.sample)
        let catalog = try #require(try answer.json["token"]?["catalog"])
        #expect(catalog.elements.map { $0["type"]?.text } == ["identity", "ddsv3"])
        let endpoint = try #require(catalog[1]?["endpoints"]?[0])
        #expect(endpoint["url"]?.text == "http://localhost/v3/\(ControlHouse.project)")
        #expect(endpoint["interface"] == "public")
        #expect(endpoint["region"] == "cn-north-4")
        #expect(endpoint["region_id"] == "cn-north-4")
        #expect(catalog[0]?["endpoints"]?[0]?["url"] == "http://localhost/v3")
    }

    @Test func `a public address replaces the one that was called`() async throws {
        let house = try await ControlHouse(publicURL: "https://audit.example.com/")
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: Self.sample)
        let catalog = try answer.json["token"]?["catalog"]
        #expect(catalog?[0]?["endpoints"]?[0]?["url"] == "https://audit.example.com/v3")
    }

    @Test func `nocatalog leaves the catalog out`() async throws {
        let house = try await ControlHouse()
        let without = try await house.ask(.post, "/v3/auth/tokens?nocatalog=1", as: .nobody, body: Self.sample)
        #expect(without.status == 201)
        #expect(try without.json["token"]?["catalog"] == nil)
        let with = try await house.ask(.post, "/v3/auth/tokens?nocatalog=", as: .nobody, body: Self.sample)
        #expect(try with.json["token"]?["catalog"] != nil)
    }

    @Test(arguments: [
        #""scope": {"domain": {"name": "north"}}"#, #""scope": {"domain": {"id": "north-domain"}}"#, #""scope": {}"#,
        #""other": 1"#,
    ])
    func `a domain's token has a domain and no project`(scope: String) async throws {
        let house = try await ControlHouse()
        let body = Self.sample.replacing(#""scope": {"project": {"name": "cn-north-4"}}"#, with: scope)
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(answer.status == 201)
        let token = try #require(try answer.json["token"])
        #expect(token["domain"]?["id"] == "north-domain")
        #expect(token["project"] == nil)
        #expect(token["catalog"]?.elements.count == 1)
    }

    @Test(arguments: [
        #"{"id": "0833a5737480d53b2f250010d01a7b88"}"#, #"{"name": "cn-north-4", "domain": {"name": "north"}}"#,
        #"{"name": "cn-north-4", "domain": {"id": "north-domain"}}"#,
    ])
    func `a project by id, or by name and domain`(project: String) async throws {
        let house = try await ControlHouse()
        let body = Self.sample.replacing(#"{"name": "cn-north-4"}"#, with: project)
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(try answer.json["token"]?["project"]?["name"] == "cn-north-4")
    }

    @Test(arguments: ["ann pass", "", "bob password"])
    func `a wrong password is refused in the manner of keystone`(password: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(
            .post, "/v3/auth/tokens", as: .nobody, body: Self.sample.replacing("ann password", with: password))
        #expect(answer.status == 401)
        let error = try #require(try answer.json["error"])
        #expect(error["code"] == 401)
        #expect(error["message"] == "The username or password is wrong.")
        #expect(error["title"] == "Unauthorized")
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{}", #"{"auth": {}}"#, #"{"auth": {"identity": {"methods": []}}}"#,
        #"{"auth": {"identity": {"methods": ["password"]}}}"#, #"{"auth": {"identity": {"methods": "password"}}}"#,
        #"{"auth": {"identity": {"methods": ["totp"], "totp": {}}}}"#,
        #"{"auth": {"identity": {"methods": ["assume_role"]}}}"#,
        #"{"auth": {"identity": {"methods": ["token"]}}}"#,
        #"{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "ann", "password": "a"}}}}}"#,
        #"{"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": 7, "password": "a"}}}}}"#,
        #"{"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "ann-id"}}}}}"#,
        sample.replacing(#"{"project": {"name": "cn-north-4"}}"#, with: #"{"project": {}, "domain": {}}"#),
        sample.replacing(#"{"name": "cn-north-4"}"#, with: "{}"),
        String(repeating: "[", count: 1_000),
    ])
    func `an incomplete body is refused`(body: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(answer.status == 400)
        let error = try #require(try answer.json["error"])
        #expect(error["code"] == 400)
        #expect(error["message"] == "The request body is invalid")
        #expect(error["title"] == "Bad Request")
    }

    @Test func `a scope of somebody else is forbidden`() async throws {
        let house = try await ControlHouse()
        let body = Self.sample.replacing(#"{"name": "cn-north-4"}"#, with: #"{"id": "south-project"}"#)
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(answer.status == 403)
        #expect(try answer.json["error"]?["code"] == 403)
    }

    @Test func `anybody may sign in, so the body is small`() async throws {
        let house = try await ControlHouse()
        let body = Self.sample + String(repeating: " ", count: 70_000)
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(answer.status == 413)
        #expect(try answer.json["error"]?["code"] == 413)
    }

    @Test func `six wrong passwords lock the user`() async throws {
        let house = try await ControlHouse()
        for _ in 0..<6 {
            _ = try await house.ask(
                .post, "/v3/auth/tokens", as: .nobody, body: Self.sample.replacing("ann password", with: "x"))
        }
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: Self.sample)
        #expect(answer.status == 401)
        #expect(try answer.json["error"]?["message"]?.text?.contains("locked") == true)
        house.clock.advance(by: .seconds(300))
        #expect(try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: Self.sample).status == 201)
    }

    @Test func `a token gives a token of another scope`() async throws {
        let house = try await ControlHouse()
        let body = """
            {"auth": {"identity": {"methods": ["token"], "token": {"id": "\(try house.token(of: "ann"))"}},
            "scope": {"project": {"id": "other-project"}}}}
            """
        let answer = try await house.ask(.post, "/v3/auth/tokens", as: .nobody, body: body)
        #expect(answer.status == 201)
        #expect(try answer.json["token"]?["project"]?["id"] == "other-project")
        #expect(try answer.json["token"]?["expires_at"] == "2024-01-02T04:04:05.000000Z")
        let wrong = try await house.ask(
            .post, "/v3/auth/tokens", as: .nobody,
            body: #"{"auth": {"identity": {"methods": ["token"], "token": {"id": "made up"}}}}"#)
        #expect(wrong.status == 401)
        #expect(
            try wrong.json["error"]?["message"] == "Incorrect IAM authentication information: decrypt token fail")
    }

    // MARK: Looking at a token

    @Test func `a user looks at the own token, with or without a body`() async throws {
        let house = try await ControlHouse()
        let token = try house.token(of: "bob", project: house.northProject)
        let headers = [("X-Subject-Token", token)]
        let answer = try await house.ask(.get, "/v3/auth/tokens", as: .raw([("X-Auth-Token", token)]), headers: headers)
        #expect(answer.status == 200)
        #expect(answer.header("X-Subject-Token") == token)
        #expect(try answer.json["token"]?["project"]?["id"]?.text == ControlHouse.project)
        let head = try await house.ask(.head, "/v3/auth/tokens", as: .token("ann"), headers: headers)
        #expect(head.status == 200)
        #expect(head.bytes.isEmpty)
        #expect(head.header("X-Subject-Token") == token)
    }

    @Test(arguments: ["", "made up"])
    func `a bad subject is not found, and named`(subject: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/auth/tokens", headers: [("X-Subject-Token", subject)])
        #expect(answer.status == 404)
        #expect(try answer.json["error"]?["message"]?.text?.contains("X-Subject-Token") == true)
        let head = try await house.ask(.head, "/v3/auth/tokens", headers: [("X-Subject-Token", subject)])
        #expect(head.status == 404)
        #expect(head.bytes.isEmpty)
    }

    @Test func `nobody looks at the token of another user, but an administrator of the same domain`() async throws {
        let house = try await ControlHouse()
        let ann = [("X-Subject-Token", try house.token(of: "ann"))]
        let bob = [("X-Subject-Token", try house.token(of: "bob"))]
        #expect(try await house.ask(.get, "/v3/auth/tokens", as: .signature("bob"), headers: ann).status == 403)
        #expect(try await house.ask(.get, "/v3/auth/tokens", as: .signature("cid"), headers: bob).status == 403)
        #expect(try await house.ask(.get, "/v3/auth/tokens", as: .signature("ann"), headers: bob).status == 200)
    }

    @Test func `a bad caller is unauthorized`() async throws {
        let house = try await ControlHouse()
        let headers = [("X-Subject-Token", try house.token(of: "ann"))]
        let answer = try await house.ask(.get, "/v3/auth/tokens", as: .nobody, headers: headers)
        #expect(answer.status == 401)
        #expect(try answer.json["error"]?["title"] == "Unauthorized")
    }
}
