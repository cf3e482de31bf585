import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Foundation
import Logbook
import Testing

@Suite struct AccessLogRoutesTests {
    private static let path = "/v1/\(ControlHouse.project)/service/instances/\(ControlHouse.cluster)/accesslog"

    private func ask(
        _ house: ControlHouse, _ query: String = "", workspace: String? = "ws-1", as proof: Proof = .token("ann")
    ) async throws -> Answer {
        try await house.ask(
            .get, query.isEmpty ? Self.path : "\(Self.path)?\(query)", as: proof,
            headers: workspace.map { [("workspace", $0)] } ?? [])
    }

    private func house(with records: [LogRecord]) async throws -> ControlHouse {
        let house = try await ControlHouse()
        _ = try await house.store.append(records, to: ControlHouse.clusterStream, durability: .strict)
        return house
    }

    @Test func `a row has every field of the contract, in its type`() async throws {
        let house = try await house(with: [.call(at: 0, app: "shop")])
        let answer = try await ask(house, "is_api=true", as: .signature("ann"))
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(try answer.json.names == ["records", "number"])
        #expect(try answer.json["number"] == 1)
        let row = try #require(try answer.json["records"]?[0])
        #expect(
            row.names == [
                "id", "request_id", "api_id", "api_name", "app_id", "app_name", "access_time", "duration",
                "status_code", "error_code", "error_message", "detail", "in_flow_size", "out_flow_size",
                "out_total_size",
            ])
        #expect(row["request_id"]?.text?.count == 19)
        #expect(row["api_id"] == "orders-id")
        #expect(row["app_name"] == "shop")
        #expect(row["access_time"] == 1_704_164_645_000)
        #expect(row["duration"] == 33)
        #expect(row["status_code"] == "200")
        #expect(row["error_code"] == .null)
        #expect(row["error_message"] == .null)
        #expect(row["in_flow_size"] == 140)
        #expect(row["out_flow_size"] == 416)
        #expect(row["out_total_size"] == 5)
        #expect(row["detail"]?.text?.contains("SELECT * FROM t WHERE a = 1 limit 100 offset 0\n\n") == true)
    }

    @Test func `without any call the answer is empty`() async throws {
        let answer = try await ask(ControlHouse())
        #expect(answer.text == #"{"records":[],"number":0}"#)
    }

    @Test func `the provider sees all calls newest first, the caller those with an app and without SQL`() async throws {
        let house = try await house(with: [.call(at: 0), .call(at: 1, app: "shop"), .call(at: 2)])
        for query in ["", "is_api=true"] {
            let answer = try await ask(house, query)
            #expect(
                try answer.json["records"]?.elements.map { $0["access_time"] } == [
                    1_704_164_647_000, 1_704_164_646_000, 1_704_164_645_000,
                ])
        }
        let caller = try await ask(house, "is_api=false")
        #expect(try caller.json["number"] == 1)
        #expect(try caller.json["records"]?[0]?["app_id"] == "shop-id")
        #expect(!caller.text.contains("SELECT"))
        #expect(caller.text.contains("SQL information"))
    }

    @Test(arguments: ["maybe", "", "True", "1", "true%20"])
    func `is_api is true or false`(value: String) async throws {
        let answer = try await ask(ControlHouse(), "is_api=\(value)")
        #expect(answer.status == 400)
        #expect(try answer.json.names == ["error_code", "error_msg"])
        #expect(try answer.json["error_code"] == "DAYBOOK.4001")
    }

    @Test func `the workspace is mandatory, known, and of the project`() async throws {
        let house = try await ControlHouse()
        for workspace in [nil, "", "nothing", "ws-south"] {
            let answer = try await ask(house, workspace: workspace)
            #expect(answer.status == 400)
            #expect(try answer.json["error_code"] == "DLM.4001")
        }
    }

    @Test func `a workspace sees its own calls only`() async throws {
        let house = try await house(with: [.call(at: 0), .call(at: 1, workspace: "ws-2")])
        #expect(try await ask(house, workspace: "ws-2").json["number"] == 1)
        #expect(try await ask(house, "limit=1", workspace: "ws-2").json["total"] == 1)
    }

    @Test func `an unknown cluster is a bad request`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(
            .get, "/v1/\(ControlHouse.project)/service/instances/nothing/accesslog", headers: [("workspace", "ws-1")])
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DLM.4292")
    }

    @Test func `an old client gets the newest thousand`() async throws {
        let house = try await house(with: (0..<1_050).map { .call(at: $0) })
        let answer = try await ask(house)
        #expect(try answer.json["number"] == 1_000)
        #expect(try answer.json["total"] == nil)
        #expect(try answer.json["records"]?[0]?["access_time"] == 1_704_165_694_000)
        #expect(try answer.json["records"]?[999]?["access_time"] == 1_704_164_695_000)
    }

    @Test func `pages follow each other, and say the total`() async throws {
        let house = try await house(with: (0..<250).map { .call(at: $0) })
        var times: [JSONValue?] = []
        for offset in stride(from: 0, to: 300, by: 60) {
            let answer = try await ask(house, "limit=60&offset=\(offset)")
            #expect(try answer.json["total"] == 250)
            let records = try #require(try answer.json["records"]).elements
            #expect(try answer.json["number"] == .integer(records.count))
            times += records.map { $0["access_time"] }
        }
        #expect(times.count == 250)
        #expect(Set(times).count == 250)
        let beyond = try await ask(house, "offset=250")
        #expect(beyond.text == #"{"records":[],"number":0,"total":250}"#)
    }

    @Test func `a loss window is shown beside the calls and shifts no page`() async throws {
        let house = try await house(with: [.call(at: 0), .call(at: 1), .loss(at: 2), .call(at: 3)])
        let all = try await ask(house)
        #expect(try all.json["number"] == 3)
        #expect(try all.json["loss_windows"]?[0]?["max_count"] == 7)
        #expect(try all.json["loss_windows"]?[0]?["start_time"] == 1_704_164_647_000)
        let second = try await ask(house, "limit=1&offset=1")
        #expect(try second.json["total"] == 3)
        #expect(try second.json["records"]?[0]?["access_time"] == 1_704_164_646_000)
    }

    @Test(arguments: [
        ("start_time=1704164646000", 2), ("end_time=1704164646000", 1),
        ("start_time=1704164646000&end_time=1704164647000", 1), ("start_time=2024-01-02T03:04:06Z", 2),
        ("start_time=2024-01-02T11:04:06%2B0800", 2), ("start_time=2024-01-02T11:04:06+0800", 2),
        ("end_time=2024-01-02T11:04:07%2B08:00", 2), ("start_time=0&end_time=999999999999999", 3),
    ])
    func `from the start, up to but without the end`(query: String, count: Int) async throws {
        let house = try await house(with: (0..<3).map { .call(at: $0) })
        let answer = try await ask(house, query)
        #expect(answer.status == 200)
        #expect(try answer.json["number"] == .integer(count))
        #expect(try answer.json["total"] == .integer(count))
    }

    @Test(arguments: [
        "limit=0", "limit=1001", "limit=-1", "limit=a", "limit=", "limit=1.0", "limit=99999999999999999999",
        "offset=-1", "offset=a", "offset=%2B1", "start_time=yesterday", "start_time=", "end_time=2024-01-02",
        "start_time=2&end_time=2", "start_time=3&end_time=2", "start_time=2024-02-30T00:00:00Z",
    ])
    func `paging and times that are none`(query: String) async throws {
        let answer = try await ask(ControlHouse(), query)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DAYBOOK.4001")
        #expect(try #require(try answer.json["error_msg"]?.text).contains(query.prefix { $0 != "=" }))
    }

    @Test func `an answer ends before it gets too large, with the newest`() async throws {
        let body = String(repeating: "x", count: 1_000_000)
        let house = try await house(with: (0..<40).map { .call(at: $0, body: body) })
        let answer = try await ask(house)
        #expect(try answer.json["number"] == 17)
        #expect(try answer.json["records"]?[0]?["access_time"] == 1_704_164_684_000)
        #expect(answer.bytes.count < 18_000_000)
        #expect(house.store.scanCount == 1)
    }

    @Test func `unknown names of a query are passed over`() async throws {
        #expect(try await ask(ControlHouse(), "sort=asc&is_api=true&&=").status == 200)
    }

    @Test func `workspaces are found by their project`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v1/\(ControlHouse.project)/workspaces/studio")
        #expect(answer.status == 200)
        #expect(try answer.json["count"] == 2)
        #expect(try answer.json["total_page"] == 1)
        let first = try #require(try answer.json["data"]?[0])
        #expect(first["id"] == "ws-1")
        #expect(first["is_default"] == 1)
        #expect(first["eps_id"] == "0")
        #expect(first["instance_id"] == "studio")
        #expect(first["project_id"]?.text == ControlHouse.project)
        #expect(first["domain_id"] == "north-domain")
        let page = try await house.ask(.get, "/v1/\(ControlHouse.project)/workspaces/studio?limit=1&offset=1")
        #expect(try page.json["data"]?.elements.map { $0["id"]?.text } == ["ws-2"])
        #expect(try page.json["total_page"] == 2)
        #expect(try await house.ask(.get, "/v1/\(ControlHouse.project)/workspaces/studio?limit=0").status == 400)
    }
}
