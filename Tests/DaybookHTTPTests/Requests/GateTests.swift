import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logbook
import Logging
import NIOCore
import NIOEmbedded
import Testing

@Suite struct GateTests {
    private static let logs = "/v3/\(ControlHouse.project)/instances"

    @Test func `every answer has a request id of 32 digits, and the body of the gateway the same`() async throws {
        let house = try await ControlHouse()
        var seen: Set<String> = []
        for (path, proof) in [
            ("/health", Proof.nobody), ("/nothing", .nobody), (Self.logs, .nobody), (Self.logs, .token("ann")),
        ] {
            let answer = try await house.ask(.get, path, as: proof)
            let id = try #require(answer.header("X-Request-Id"))
            #expect(id.count == 32 && id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect(seen.insert(id).inserted)
            if answer.status >= 400 {
                #expect(try answer.json["request_id"]?.text == id)
            }
        }
    }

    @Test(arguments: [
        "/nothing", "/v3/nothing", "/v1/\(ControlHouse.project)", "/v3//instances/x/y/z", "/%00",
    ])
    func `an unknown path is an unknown API, for everybody`(path: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, path, as: .nobody)
        #expect(answer.status == 404)
        #expect(try answer.json.names == ["error_code", "error_msg", "request_id"])
        #expect(try answer.json["error_code"] == "APIGW.0101")
        #expect(answer.header("Content-Type") == "application/json")
    }

    @Test func `a known path with another method says which it has`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.put, "\(Self.logs)/x/auditlog", as: .nobody)
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "DELETE, GET, HEAD")
        #expect(try answer.json["error_code"] == "APIGW.0101")
        #expect(try await house.ask(.delete, "/v3/auth/tokens", as: .nobody).status == 405)
        #expect(try await house.ask(.get, "/daybook/v1/seal", as: .nobody).status == 405)
    }

    // MARK: Who calls

    @Test func `without proof the gateway refuses`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, Self.logs, as: .nobody)
        #expect(answer.status == 401)
        #expect(try answer.json["error_code"] == "APIGW.0301")
        #expect(
            try answer.json["error_msg"]
                == "Incorrect IAM authentication information: x-auth-token not found")
    }

    @Test func `made-up, expired and tampered tokens are told apart`() async throws {
        let house = try await ControlHouse()
        let token = try house.token(of: "ann", project: house.northProject, expires: .seconds(60))
        var answer = try await house.ask(.get, Self.logs, as: .raw([("X-Auth-Token", token + "x")]))
        #expect(try answer.json["error_msg"] == "Incorrect IAM authentication information: decrypt token fail")
        house.clock.advance(by: .seconds(60))
        answer = try await house.ask(.get, Self.logs, as: .raw([("X-Auth-Token", token)]))
        #expect(answer.status == 401)
        #expect(
            try answer.json["error_msg"]
                == "Incorrect IAM authentication information: token expires, expires_at: 2024-01-02T03:05:05.000000Z")
    }

    @Test(arguments: ["other-project", "south-project", "nothing"])
    func `a token reaches the project of its scope only`(project: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/\(project)/instances")
        #expect(answer.status == 403)
        #expect(try answer.json["error_code"] == "APIGW.0302")
    }

    @Test func `a domain's token reaches no project`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, Self.logs, as: .raw([("X-Auth-Token", try house.token(of: "ann"))]))
        #expect(answer.status == 403)
    }

    @Test func `a signature reaches the projects of its domain`() async throws {
        let house = try await ControlHouse()
        #expect(try await house.ask(.get, Self.logs, as: .signature("ann")).status == 200)
        #expect(try await house.ask(.get, "/v3/other-project/instances", as: .signature("ann")).status == 200)
        #expect(try await house.ask(.get, "/v3/south-project/instances", as: .signature("ann")).status == 403)
        #expect(try await house.ask(.get, Self.logs, as: .signature("cid")).status == 403)
    }

    @Test func `a tampered signature shows the canonical request`() async throws {
        let house = try await ControlHouse()
        var request = SignableRequest(method: "GET", path: Self.logs, headers: [.init("Host", "localhost")])
        RequestSigner(accessKey: "ann-key", secret: "ann secret").sign(&request, at: house.clock.now)
        let proof = Proof.raw(request.headers.suffix(2).map { ($0.name, $0.value) })
        let answer = try await house.ask(.get, Self.logs + "?limit=1", as: proof)
        #expect(answer.status == 401)
        #expect(try answer.json["error_code"] == "APIGW.0301")
        let message = try #require(try answer.json["error_msg"]?.text)
        #expect(
            message.hasPrefix(
                "Incorrect IAM authentication information: verify aksk signature fail,canonicalRequest:GET|"))
    }

    @Test func `a signature of sixteen minutes ago has expired`() async throws {
        let house = try await ControlHouse()
        var request = SignableRequest(method: "GET", path: Self.logs, headers: [.init("Host", "localhost")])
        RequestSigner(accessKey: "ann-key", secret: "ann secret").sign(&request, at: house.clock.now)
        house.clock.advance(by: .seconds(960))
        let answer = try await house.ask(
            .get, Self.logs, as: .raw(request.headers.suffix(2).map { ($0.name, $0.value) }))
        #expect(answer.status == 401)
        #expect(try answer.json["error_msg"]?.text?.hasSuffix("signature expired") == true)
    }

    @Test func `six wrong signatures lock the key`() async throws {
        let house = try await ControlHouse()
        var request = SignableRequest(method: "GET", path: Self.logs, headers: [.init("Host", "localhost")])
        RequestSigner(accessKey: "ann-key", secret: "wrong").sign(&request, at: house.clock.now)
        for _ in 0..<6 {
            _ = try await house.ask(.get, Self.logs, as: .raw(request.headers.suffix(2).map { ($0.name, $0.value) }))
        }
        let answer = try await house.ask(.get, Self.logs, as: .signature("ann"))
        #expect(answer.status == 401)
        #expect(
            try answer.json["error_msg"]
                == "Incorrect IAM authentication information: AK access failed to reach the limit,forbidden")
    }

    @Test(arguments: ["SDK-HMAC-SM3 Access=a", "V11-HMAC-SHA256 Credential=a", "SDK-HMAC-SHA256 nonsense"])
    func `signatures that cannot be read are unauthorized, not a failure`(header: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, Self.logs, as: .raw([("Authorization", header)]))
        #expect(answer.status == 401)
        #expect(try answer.json["error_code"] == "APIGW.0301")
    }

    @Test func `a signed body is the body on the wire`() async throws {
        let house = try await ControlHouse()
        let path = "\(Self.logs)/\(ControlHouse.instance)/auditlog-policy"
        let answer = try await house.ask(.post, path, as: .signature("ann"), body: "{\"keep_days\": 7}\n")
        #expect(answer.status == 200)
    }

    // MARK: Failures of the store

    @Test(arguments: [
        (LogStoreError(.overloaded, "x"), 503, "DAYBOOK.5032"), (LogStoreError(.storageFull, "x"), 507, "DAYBOOK.5071"),
        (LogStoreError(.inputOutput, "secret path /var"), 500, "DAYBOOK.5001"),
        (LogStoreError(.corruption, "secret path /var"), 500, "DAYBOOK.5001"),
    ])
    func `the caller learns what to do, not what broke`(error: LogStoreError, status: Int, code: String) async throws {
        let house = try await ControlHouse()
        house.store.fail(with: error)
        let answer = try await house.ask(
            .get, "/v1/\(ControlHouse.project)/service/instances/\(ControlHouse.cluster)/accesslog",
            headers: [("workspace", "ws-1")])
        #expect(answer.status == status)
        #expect(try answer.json["error_code"]?.text == code)
        #expect(!answer.text.contains("secret path"))
        #expect((answer.header("Retry-After") != nil) == (status == 503))
    }

    // MARK: Bodies over a socket

    @Test(arguments: [13, 100])
    func `a body of many megabytes is refused, and the server goes on`(megabytes: Int) async throws {
        let house = try await ControlHouse()
        let path = "\(Self.logs)/\(ControlHouse.instance)/auditlog-policy"
        let body = String(repeating: " ", count: megabytes * 1_000_000)
        try await house.plane.application(logger: .silent).test(.live) { client in
            let answer = try await house.send(.post, path, as: .token("ann"), body: body, through: client)
            #expect(answer.status == 413)
            #expect(try answer.json["error_code"] == "APIGW.0201")
            #expect(try answer.json["request_id"] != nil)
            let next = try await house.send(.get, "/health", as: .nobody, through: client)
            #expect(next.status == 200)
        }
    }

    @Test func `a signature over a socket covers the host, which the framework takes out of the headers`() async throws
    {
        let house = try await ControlHouse()
        try await house.plane.application(logger: .silent).test(.live) { client in
            let answer = try await house.send(
                .get, "\(Self.logs)?name=%2A%E5%95%86%E5%BA%97&limit=5", as: .signature("ann"), through: client)
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func `a body that breaks off is left to the server beneath, not answered`() async throws {
        struct Broken: Error {}
        let house = try await ControlHouse()
        let body = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
            continuation.yield(ByteBuffer(string: "{"))
            continuation.finish(throwing: Broken())
        }
        let request = Request(
            head: HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v3/auth/tokens"),
            body: RequestBody(asyncSequence: body))
        let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: .silent)
        await #expect(throws: Broken.self) {
            try await house.plane.router().buildResponder().respond(
                to: request, context: ControlContext(source: source))
        }
    }
}
