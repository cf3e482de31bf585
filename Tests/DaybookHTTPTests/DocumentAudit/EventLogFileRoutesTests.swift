import DaybookHTTP
import DaybookTesting
import DocumentAudit
import Foundation
import HTTPTypes
import Logbook
import Testing

@Suite struct EventLogFileRoutesTests {
    private static let instance = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)"

    /// A find that took so many milliseconds, so many seconds after the moment of the house.
    private func find(_ seconds: Int64, took milliseconds: Int64, result: Int32 = 0) -> LogRecord {
        guard case .audit(var event) = LogRecord.insert(at: seconds) else {
            preconditionFailure("an insert is an event")
        }
        event.type = .query
        event.command = "find"
        event.durationMicroseconds = milliseconds * 1_000
        event.arguments = #"{"find":"orders","filter":{"city":"Berlin \#(seconds)"}}"#
        event.result = result
        return .audit(event.measured())
    }

    private func house() async throws -> ControlHouse {
        let house = try await ControlHouse()
        let first = [find(-9, took: 99), find(-8, took: 100), find(-6, took: 250, result: 59), find(0, took: 400)]
        let second = [find(-7, took: 101), LogRecord.loss(at: -5), find(-40 * 86_400, took: 900)]
        _ = try await house.store.append(first, to: ControlHouse.nodeStream, durability: .strict)
        _ = try await house.store.append(second, to: ControlHouse.otherNodeStream, durability: .strict)
        return house
    }

    private func askOnce(_ house: ControlHouse, _ kind: String, _ body: String) async throws -> JSONValue {
        let answer = try await house.ask(
            .post, "\(Self.instance)/\(kind)log-download", as: .signature("ann"), body: body)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json
    }

    /// Asks again while files are being made.
    private func ask(_ house: ControlHouse, _ kind: String = "slow", _ body: String = "{}") async throws -> JSONValue {
        while true {
            let answer = try await askOnce(house, kind, body)
            if answer["status"] != "CREATING" { return answer }
        }
    }

    /// Path and query of the link of a file.
    private func link(_ row: JSONValue?) throws -> String {
        String(try #require(row?["file_link"]?.text).trimmingPrefix("http://localhost"))
    }

    private func lines(_ answer: Answer) throws -> [JSONValue] {
        try answer.text.split(separator: "\n").map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }

    private static func name(_ kind: String, _ node: String = ControlHouse.node) -> String {
        "north-domain_\(node)_\(kind)log_20240102030405"
    }

    @Test(arguments: ["", "{}", #"{"file_name_list":[],"node_id_list":[]}"#])
    func `each node has a file, with the events that the rows have`(body: String) async throws {
        let house = try await house()
        let answer = try await ask(house, "slow", body)
        #expect(answer["status"] == "FINISH" && answer["count"] == 2)
        let rows = try #require(answer["list"]).elements
        let names = [Self.name("slow"), Self.name("slow", ControlHouse.otherNode)]
        #expect(rows.map { $0["file_name"]?.text } == names)
        #expect(rows.allSatisfy { $0["status"] == "SUCCESS" && $0["node_name"] == "node" })
        #expect(rows.map { $0["file_size"]?.text } == ["2", "1"])
        #expect(rows.allSatisfy { $0["update_at"] == 1_704_164_645_000 })
        let file = try await house.ask(.get, try link(rows.first), as: .nobody)
        #expect(file.status == 200 && file.header("Content-Type") == "application/x-ndjson")
        #expect(file.header("Content-Length") == "\(file.bytes.count)")
        #expect(rows.first?["file_bytes"] == .integer(file.bytes.count))
        let page = try await house.ask(
            .post, "/v3.1/\(ControlHouse.project)/instances/\(ControlHouse.instance)/slow-logs",
            body: """
                {"start_time":"2024-01-01T00:00:00+0000","end_time":"2024-01-03T00:00:00+0000","limit":100,
                "node_id":"\(ControlHouse.node)"}
                """
        ).json["slow_logs"]?.elements
        let told = try lines(file)
        #expect(told.map { $0["cost_time"] } == [100, 250, 400])
        for (line, row) in zip(told, try #require(page).reversed()) {
            for name in row.names where name != "line_num" {
                #expect(line[name] == row[name], "\(name)")
            }
        }
        #expect(told.map { $0["id"]?.text } == [2, 3, 4].map { "\(ControlHouse.node)-\($0)" })
        #expect(!file.text.contains("Berlin") && file.text.contains("***"))
    }

    @Test func `the error log is had in the same way`() async throws {
        let house = try await house()
        let rows = try #require(try await ask(house, "error")["list"]).elements
        #expect(rows.map { $0["file_name"]?.text }.first == Self.name("error"))
        let files = try await [
            lines(house.ask(.get, link(rows[0]), as: .nobody)), lines(house.ask(.get, link(rows[1]), as: .nobody)),
        ]
        #expect(files.map { $0.map { $0["severity"]?.text } } == [["ERROR"], ["WARNING"]])
        #expect(files[0][0]["raw_message"]?.text?.hasPrefix("find on shop.orders failed with code 59") == true)
        #expect(files[1][0]["node_id"]?.text == ControlHouse.otherNode)
    }

    @Test func `a log without events is an empty file`() async throws {
        let house = try await ControlHouse()
        let row = try #require(try await ask(house)["list"]?[0])
        #expect(row["file_size"] == "0" && row["file_bytes"] == 0 && row["status"] == "SUCCESS")
        let file = try await house.ask(.get, try link(row), as: .nobody)
        #expect(file.status == 200 && file.bytes.isEmpty)
    }

    @Test func `ranges, tags and heads are those of audit files`() async throws {
        let house = try await house()
        let link = try link(try await ask(house)["list"]?[0])
        let whole = try await house.ask(.get, link, as: .nobody)
        let tag = try #require(whole.header("ETag"))
        var joined: [UInt8] = []
        for start in stride(from: 0, to: whole.bytes.count, by: 100) {
            let headers = [("Range", "bytes=\(start)-\(start + 99)"), ("If-Range", tag)]
            let part = try await house.ask(.get, link, as: .nobody, headers: headers)
            #expect(part.status == 206)
            joined += part.bytes
        }
        #expect(joined == whole.bytes)
        let beyond = [("Range", "bytes=\(whole.bytes.count)-")]
        #expect(try await house.ask(.get, link, as: .nobody, headers: beyond).status == 416)
        let head = try await house.ask(.head, link, as: .nobody)
        #expect(head.bytes.isEmpty && head.header("Content-Length") == "\(whole.bytes.count)")
    }

    @Test func `what comes after the link is in the next file, not in this one`() async throws {
        let house = try await house()
        let row = try await ask(house)["list"]?[0]
        let before = try await house.ask(.get, try link(row), as: .nobody)
        let late = [find(-30, took: 700), find(0, took: 800)]
        _ = try await house.store.append(late, to: ControlHouse.nodeStream, durability: .strict)
        _ = try await house.store.seal(.all)
        let again = try await house.ask(.get, try link(row), as: .nobody)
        #expect(again.bytes == before.bytes && again.header("ETag") == before.header("ETag"))
        let next = try await ask(house)["list"]?[0]
        #expect(try lines(try await house.ask(.get, try link(next), as: .nobody)).count == 5)
        house.clock.advance(by: .seconds(60))
        let named = try await ask(house, "slow", #"{"file_name_list":["\#(Self.name("slow"))"]}"#)
        #expect(named["count"] == 1 && named["list"]?[0]?["file_name"]?.text == Self.name("slow"))
        #expect(try await ask(house)["list"]?[0]?["file_name"]?.text?.hasSuffix("_20240102030505") == true)
    }

    @Test func `a link lives for fifteen minutes, on restarted servers too`() async throws {
        let house = try await house()
        let path = try link(try await ask(house)["list"]?[0])
        house.clock.advance(by: .seconds(899))
        #expect(try await house.restarted().ask(.get, path, as: .nobody).status == 200)
        house.clock.advance(by: .seconds(1))
        let late = try await house.ask(.get, path, as: .nobody)
        #expect(late.status == 403)
        #expect(try late.json["error_code"] == "DAYBOOK.4031")
    }

    @Test func `no part of a link can be changed`() async throws {
        let house = try await house()
        let path = try link(try await ask(house)["list"]?[0])
        for (part, other) in [
            ("expires=17", "expires=18"), ("signature=", "signature=0"), ("form=slow-100", "form=slow-101"),
            ("-masked", "-whole"), ("last=4", "last=3"), ("bytes=", "bytes=1"), ("slowlog_2024", "slowlog_2023"),
            ("_slowlog_", "_errorlog_"), (ControlHouse.node, ControlHouse.otherNode), ("user=ann", "user=bob"),
            (ControlHouse.instance, "other"), (ControlHouse.project, "other"), ("form=", "form=x"), ("&last=4", ""),
            ("north-domain_", "south-domain_"),
        ] {
            let changed = path.replacing(part, with: other)
            #expect(changed != path)
            #expect(try await house.ask(.get, changed, as: .token("ann")).status == 403, "\(changed)")
        }
    }

    @Test func `settings hold also for links that were made before`() async throws {
        let house = try await house()
        let settings = "/daybook/v1/\(ControlHouse.project)/instances/\(ControlHouse.instance)/settings"
        #expect(try await house.ask(.put, "\(Self.instance)/slowlog-desensitization/off").status == 200)
        let shown = try link(try await ask(house)["list"]?[0])
        #expect(try await house.ask(.get, shown, as: .nobody).text.contains("Berlin -8"))
        #expect(try await house.ask(.put, "\(Self.instance)/slowlog-desensitization/on").status == 200)
        #expect(try await house.ask(.get, shown, as: .nobody).status == 404)
        #expect(try await house.ask(.put, settings, body: #"{"slow_milliseconds":300}"#).status == 200)
        let fewer = try await house.ask(.get, try link(try await ask(house)["list"]?[0]), as: .nobody)
        #expect(try lines(fewer).count == 1)
    }

    @Test func `links and downloads are in the log of the node`() async throws {
        let house = try await house()
        let path = try link(try await ask(house)["list"]?[0])
        #expect(try await house.ask(.head, path, as: .nobody).status == 200)
        #expect(try await house.ask(.get, path, as: .nobody).status == 200)
        let page = try await house.store.scan(LogQuery(stream: ControlHouse.nodeStream, limit: 2))
        let events = page.records.compactMap { if case .audit(let event) = $0.record { event } else { nil } }
        #expect(events.map(\.command) == ["eventLogDownload", "eventLogLink"])
        #expect(events.allSatisfy { $0.users == [.init(name: "ann", database: "north")] && $0.origin == .daybook })
        #expect(events.allSatisfy { $0.arguments == #"{"files":["\#(Self.name("slow"))"]}"# })
        house.store.failAppends(with: LogStoreError(.storageFull, "full"))
        #expect(try await house.ask(.get, path, as: .nobody).status == 507)
        #expect(try await house.ask(.post, "\(Self.instance)/slowlog-download").status == 507)
    }

    @Test func `a file that takes long is being made until it is there`() async throws {
        let house = try await house()
        house.store.hold()
        let first = try await askOnce(house, "slow", "{}")
        #expect(first["status"] == "CREATING" && first["count"] == 2)
        #expect(first["list"]?.elements.allSatisfy { $0["status"] == "EXPORTING" && $0["file_link"] == nil } == true)
        house.clock.advance(by: .seconds(5))
        house.store.letGo()
        let second = try await ask(house)
        #expect(second["status"] == "FINISH")
        #expect(second["list"]?.elements.map { $0["file_name"] } == first["list"]?.elements.map { $0["file_name"] })
    }

    @Test func `a file that cannot be made is told of, and made when asked again`() async throws {
        let house = try await house()
        house.store.fail(with: LogStoreError(.inputOutput, "broken disk"))
        let answer = try await ask(house)
        #expect(answer["status"] == "FAILED" && answer["list"]?[0]?["status"] == "FAILED")
        #expect(answer["list"]?[0]?["file_link"] == nil)
        house.store.recover()
        #expect(try await ask(house)["status"] == "FINISH")
    }

    @Test func `one node is had alone`() async throws {
        let answer = try await ask(try await house(), "slow", #"{"node_id_list":["\#(ControlHouse.otherNode)"]}"#)
        #expect(answer["list"]?.elements.map { $0["file_name"]?.text } == [Self.name("slow", ControlHouse.otherNode)])
    }

    @Test(arguments: [
        (#"{"node_id_list":["nothing"]}"#, 404, "DBS.200013"), (#"{"file_name_list":["nothing"]}"#, 400, "DBS.200001"),
        (#"{"file_name_list":"x"}"#, 400, "DBS.200001"), ("[]", 400, "DBS.200001"), ("nonsense", 400, "DBS.200001"),
        (#"{"file_name_list":["\#(name("error"))"]}"#, 400, "DBS.200001"),
        (#"{"file_name_list":["\#(name("slow", "other"))"]}"#, 400, "DBS.200001"),
        (#"{"file_name_list":["north-domain_\#(ControlHouse.node)_slowlog_20240102030406"]}"#, 400, "DBS.200001"),
        (#"{"file_name_list":["north-domain_\#(ControlHouse.node)_slowlog_20231101030405"]}"#, 400, "DBS.200001"),
        (
            #"{"file_name_list":["\#(name("slow"))"],"node_id_list":["\#(ControlHouse.otherNode)"]}"#, 400,
            "DBS.200001"
        ),
    ])
    func `what is not there is refused`(body: String, status: Int, code: String) async throws {
        let answer = try await house().ask(.post, "\(Self.instance)/slowlog-download", body: body)
        #expect(answer.status == status)
        #expect(try answer.json["error_code"]?.text == code)
    }
}
