import DaybookHTTP
import DaybookTesting
import Foundation
import HTTPTypes
import Identity
import Logbook
import Testing

@Suite struct QueryRoutesTests {
    private func ask(
        _ house: ControlHouse, _ body: String, of kind: String = "access", as proof: Proof = .token("ann")
    ) async throws -> Answer {
        try await house.ask(.post, "/daybook/v1/query/\(kind)", as: proof, body: body)
    }

    private func body(_ rest: String = "", source: String = ControlHouse.cluster) -> String {
        "{\"source\":\"\(source)\"\(rest)}"
    }

    private func house(with records: [LogRecord]) async throws -> ControlHouse {
        let house = try await ControlHouse()
        _ = try await house.store.append(records, to: ControlHouse.clusterStream, durability: .strict)
        return house
    }

    @Test func `rows have the fields of the API in its order`() async throws {
        let house = try await house(with: [.call(at: 0, app: "店铺"), .call(at: 1, workspace: "ws-2")])
        let answer = try await ask(house, body())
        #expect(answer.status == 200)
        let columns = try #require(try answer.json["columns"]).elements.map { $0["name"] }
        #expect(
            columns == [
                "id", "request_id", "api_id", "api_name", "app_id", "app_name", "access_time", "duration",
                "status_code", "error_code", "error_message", "detail", "in_flow_size", "out_flow_size",
                "out_total_size",
            ])
        let rows = try #require(try answer.json["rows"]).elements
        #expect(rows.count == 2)
        #expect(rows[1][5] == "店铺")
        #expect(rows[1][6] == "2024-01-02T03:04:05.000Z")
        #expect(rows[1][8] == "200")
        #expect(rows[1][9] == .null)
        #expect(rows[1][1]?.text.map { rows[1][0]?.text?.hasSuffix($0) == true } == true)
        #expect(try answer.json["next_cursor"] == nil)
    }

    @Test func `pages follow each other by the cursor, also over a seal and new records`() async throws {
        let house = try await house(with: (0..<10).map { .call(at: $0) })
        var times: [JSONValue?] = []
        var cursor = ""
        for page in 0..<4 {
            let answer = try await ask(
                house, body(#","limit":3,"columns":["access_time"]\#(cursor)"#))
            #expect(answer.status == 200)
            times += try answer.json["rows"]?.elements.map { $0[0] } ?? []
            let next = try answer.json["next_cursor"]?.text
            #expect((next == nil) == (page == 3))
            cursor = next.map { #","cursor":"\#($0)""# } ?? ""
            _ = try await house.store.append(
                [.call(at: 100)], to: ControlHouse.clusterStream, durability: .strict)
            _ = try await house.store.seal(.all)
        }
        let expected = (5...14).reversed().map { second -> JSONValue? in
            .text("2024-01-02T03:04:\(second < 10 ? "0" : "")\(second).000Z")
        }
        #expect(times == expected)
    }

    @Test func `sums and conditions`() async throws {
        let house = try await house(with: [
            .call(at: 0), .call(at: 1, api: "店铺"), .call(at: 61, body: "say \"x\""), .loss(at: 5),
        ])
        let count = try await ask(house, body(#","aggregate":["count"]"#))
        #expect(try count.json["rows"] == [[3]])
        #expect(try count.json["loss_windows"]?[0]?["max_count"] == 7)
        let groups = try await ask(
            house, body(#","group_by":["minute","api_name"],"aggregate":["count","avg:duration"]"#))
        #expect(
            try groups.json["rows"] == [
                ["2024-01-02T03:04:00.000Z", "orders", 1, 33], ["2024-01-02T03:04:00.000Z", "店铺", 1, 33],
                ["2024-01-02T03:05:00.000Z", "orders", 1, 33],
            ])
        let found = try await ask(
            house, body(#","where":"detail contains 'x\"' and not api_name in ('店铺')","columns":["duration"]"#))
        #expect(try found.json["rows"] == [[33]])
        let times = try await ask(house, body(#","from":"now","to":"2024-01-02T03:05","aggregate":["count"]"#))
        #expect(try times.json["rows"] == [[2]])
    }

    @Test func `the nodes of an instance are read as one, or alone`() async throws {
        let house = try await ControlHouse()
        for (stream, seconds) in [(ControlHouse.nodeStream, [0, 2]), (ControlHouse.otherNodeStream, [1, 3])] {
            _ = try await house.store.append(
                seconds.map { .insert(at: Int64($0)) }, to: stream, durability: .strict)
        }
        let all = try await ask(
            house, body(#","columns":["time","node_id","id"]"#, source: ControlHouse.instance), of: "audit")
        let rows = try #require(try all.json["rows"]).elements
        #expect(rows.map { $0[0]?.text?.suffix(6) } == ["8.000Z", "7.000Z", "6.000Z", "5.000Z"])
        #expect(
            rows.map { $0[1]?.text } == [
                ControlHouse.otherNode, ControlHouse.node, ControlHouse.otherNode, ControlHouse.node,
            ])
        #expect(rows.map { $0[2]?.text?.suffix(2) } == ["-2", "-2", "-1", "-1"])
        #expect(rows.last?[2]?.text == "\(ControlHouse.node)-1")
        let one = try await ask(
            house, body(#","node":"\#(ControlHouse.node)","aggregate":["count"]"#, source: ControlHouse.instance),
            of: "audit")
        #expect(try one.json["rows"] == [[2]])
    }

    @Test(arguments: [
        #","where":"durations > 1""#, #","where":"duration >""#, #","limit":0"#, #","limit":10001"#, #","columns":[]"#,
        #","columns":["x"]"#, #","aggregate":[]"#, #","aggregate":["avg:api_name"]"#, #","group_by":["minutes"]"#,
        #","from":"yesterday""#, #","from":"now","to":"-1s""#, #","cursor":"nonsense""#, #","utc_offset":"CET""#,
    ])
    func `what cannot be asked is refused with a reason`(rest: String) async throws {
        let answer = try await ask(ControlHouse(), body(rest))
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DAYBOOK.4001")
        #expect(try answer.json["error_msg"]?.text?.isEmpty == false)
    }

    @Test(arguments: ["", "[]", "{}", #"{"source":1}"#, "{\"source\":\"x\""])
    func `a body that is no question is refused`(text: String) async throws {
        let answer = try await ask(ControlHouse(), text.isEmpty ? " " : text)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DAYBOOK.4002")
    }

    @Test func `only administrators ask, and only of their own project`() async throws {
        let house = try await ControlHouse()
        #expect(try await ask(house, body(), as: .nobody).status == 401)
        #expect(try await ask(house, body(), as: .signature("bob")).status == 403)
        #expect(try await ask(house, body(), as: .signature("cid")).status == 404)
        #expect(try await ask(house, body(), as: .signature("ann")).status == 200)
        #expect(try await ask(house, body(source: "nothing"), as: .signature("ann")).status == 404)
        let process = Proof.raw([("X-Auth-Token", try house.issuer.processToken())])
        #expect(try await ask(house, body(), as: process).status == 200)
    }

    @Test func `cells keep their type and their digits on the wire`() throws {
        let cells: [Cell] = [
            .absent, .integer(0), .integer(Int128(Int64.min)), .integer(Int128(Int64.max) * 1_000), .number(1.5),
            .text("1"),
            .text(""),
        ]
        let data = try JSONEncoder().encode(cells)
        #expect(try JSONDecoder().decode([Cell].self, from: data) == cells)
    }
}
