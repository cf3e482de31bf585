import DaybookHTTP
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logbook
import NIOCore
import Testing

struct AccessImportRoutesTests {
    private static let path = "/daybook/v1/\(ControlHouse.project)/clusters/\(ControlHouse.cluster)/access-records"

    private static func lines(_ range: ClosedRange<Int>) -> String {
        range.map { number in
            #"{"request_id":"\#(number)","access_time":\#(number),"duration":1,"status_code":"200","detail":"","#
                + #""in_flow_size":1,"out_flow_size":2,"out_total_size":3}\#n"#
        }.joined()
    }

    private static func post(
        _ body: [UInt8], to house: ControlHouse, path: String = path, as user: String = "ann",
        headers: [String: String] = ["Content-Type": "application/x-ndjson"]
    ) async throws -> Answer {
        var fields = HTTPFields()
        let token = try house.token(of: user, project: house.northProject)
        for (name, value) in headers.merging(["X-Auth-Token": token], uniquingKeysWith: { $1 }) {
            fields[try #require(HTTPField.Name(name))] = value
        }
        let sent = fields
        return try await Application(router: house.plane.router(), logger: .silent).test(.router) { client in
            try await client.execute(uri: path, method: .post, headers: sent, body: ByteBuffer(bytes: body)) {
                Answer(status: $0.status.code, headers: $0.headers, bytes: Array($0.body.readableBytesView))
            }
        }
    }

    private static func stored(in house: ControlHouse) async throws -> [AccessRecord] {
        let query = LogQuery(stream: ControlHouse.clusterStream, order: .oldestFirst, limit: 100_000)
        return try await house.store.scan(query).records.compactMap { stored in
            if case .access(let record) = stored.record { record } else { nil }
        }
    }

    @Test(arguments: ["identity", "gzip", "zstd"])
    func `lines become records of the cluster`(encoding: String) async throws {
        let house = try await ControlHouse()
        let text = Array((Self.lines(1...9_000) + "{}\n" + Self.lines(9_001...9_010)).utf8)
        let body = encoding == "gzip" ? Compression.gzip(text) : encoding == "zstd" ? Compression.zstd(text) : text
        let answer = try await Self.post(
            body, to: house,
            headers: ["Content-Type": "application/x-ndjson; charset=utf-8", "Content-Encoding": encoding])
        #expect(answer.status == 200)
        #expect(
            answer.text == #"{"accepted":9010,"rejected":1,"first_sequence":1,"last_sequence":9010,"durable":true,"#
                + #""stopped":false,"errors":[{"line":9001,"column":2,"reason":"request_id is missing"}]}"#)
        let records = try await Self.stored(in: house)
        #expect(records.map(\.requestID.rawValue) == Array(1...9_010))
        #expect(Set(records.map(\.workspace)) == ["ws-1"])
    }

    @Test func `the header names the workspace`() async throws {
        let house = try await ControlHouse()
        var headers = ["Content-Type": "application/x-ndjson", "workspace": "ws-2"]
        #expect(try await Self.post(Array(Self.lines(1...1).utf8), to: house, headers: headers).status == 200)
        #expect(try await Self.stored(in: house).map(\.workspace) == ["ws-2"])
        headers["workspace"] = "ws-south"
        let answer = try await Self.post(Array(Self.lines(1...1).utf8), to: house, headers: headers)
        #expect(answer.status == 400 && answer.text.contains("DLM.4001"))
    }

    @Test func `a strict import ends at the first bad line`() async throws {
        let house = try await ControlHouse()
        let body = Array((Self.lines(1...2) + "x\n" + Self.lines(4...5)).utf8)
        let answer = try await Self.post(body, to: house, path: Self.path + "?strict=true")
        #expect(answer.status == 200)
        #expect(answer.text.hasPrefix(#"{"accepted":2,"rejected":1,"first_sequence":1,"last_sequence":2,"#))
        #expect(answer.text.contains(#""stopped":true"#))
        #expect(try await Self.post(body, to: house, path: Self.path + "?strict=1").status == 400)
    }

    @Test func `an empty body has no records`() async throws {
        let house = try await ControlHouse()
        let answer = try await Self.post([], to: house)
        #expect(answer.text.hasPrefix(#"{"accepted":0,"rejected":0,"first_sequence":null,"last_sequence":null,"#))
    }

    @Test func `who may not import is refused before the body is read`() async throws {
        let house = try await ControlHouse()
        #expect(try await Self.post([], to: house, as: "bob").status == 403)
        #expect(try await house.ask(.post, Self.path, as: .nobody).status == 401)
        let south = "/daybook/v1/south-project/clusters/\(ControlHouse.cluster)/access-records"
        #expect(try await Self.post([], to: house, path: south).status == 403)
        let unknown = "/daybook/v1/\(ControlHouse.project)/clusters/nowhere/access-records"
        let answer = try await Self.post([], to: house, path: unknown)
        #expect(answer.status == 400 && answer.text.contains("DLM.4292"))
        #expect(try await house.ask(.get, Self.path).status == 405)
    }

    @Test(arguments: [
        [:], ["Content-Type": "application/json"],
        ["Content-Type": "application/x-ndjson", "Content-Encoding": "br"],
    ])
    func `other types and encodings are refused`(headers: [String: String]) async throws {
        let house = try await ControlHouse()
        let answer = try await Self.post(Array(Self.lines(1...1).utf8), to: house, headers: headers)
        #expect(answer.status == 415 && answer.text.contains("DAYBOOK.4151"))
        #expect(try await Self.stored(in: house).isEmpty)
    }

    @Test func `a signed request works too`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(
            .post, Self.path, as: .signature("ann"), headers: [("Content-Type", "application/x-ndjson")],
            body: Self.lines(1...3))
        #expect(answer.status == 200 && answer.text.hasPrefix(#"{"accepted":3"#))
    }

    @Test func `a body that breaks off in its encoding says what is kept`() async throws {
        let house = try await ControlHouse()
        let body = Compression.gzip(Array(Self.lines(1...6_000).utf8))
        let answer = try await Self.post(
            Array(body.dropLast(9)), to: house,
            headers: ["Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"])
        #expect(answer.status == 400 && answer.text.contains("DAYBOOK.4002"))
        let count = try await Self.stored(in: house).count
        #expect(count >= 4_096 && count < 6_000)
        #expect(answer.text.contains("before it \(count) records were kept"))
    }

    @Test func `a full store is told`() async throws {
        let house = try await ControlHouse()
        house.store.fail(with: LogStoreError(.storageFull, "no room"))
        let answer = try await Self.post(Array(Self.lines(1...3).utf8), to: house)
        #expect(answer.status == 507 && answer.text.contains("before it 0 records were kept"))
    }
}
