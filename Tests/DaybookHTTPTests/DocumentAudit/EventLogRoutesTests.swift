import DaybookHTTP
import DaybookTesting
import DocumentAudit
import HTTPTypes
import Logbook
import Testing

@Suite struct EventLogRoutesTests {
    private static let instance = "\(ControlHouse.project)/instances/\(ControlHouse.instance)"
    private static let slowPath = "/v3/\(instance)/slowlog"
    private static let errorPath = "/v3/\(instance)/errorlog"
    private static let window = "start_date=2024-01-02T00:00:00Z&end_date=2024-01-03T00:00:00Z"

    /// An event so many seconds after the moment of the house, that took so many milliseconds.
    private func event(
        _ seconds: Int64, _ type: AuditEvent.OperationType, _ command: String, took milliseconds: Int64,
        collection: String? = "orders", result: Int32 = 0
    ) -> LogRecord {
        guard case .audit(var event) = LogRecord.insert(at: seconds) else {
            preconditionFailure("an insert is an event")
        }
        event.type = type
        event.command = command
        event.collection = collection
        event.durationMicroseconds = milliseconds * 1_000
        event.arguments = #"{"\#(command)":"orders","filter":{"city":"Berlin \#(seconds)"}}"#
        event.result = result
        event.documentsReturned = seconds
        return .audit(event.measured())
    }

    private func house() async throws -> ControlHouse {
        let house = try await ControlHouse()
        let first = [
            event(0, .query, "find", took: 99), event(1, .query, "find", took: 100),
            event(3, .query, "getMore", took: 250), event(5, .delete, "delete", took: 1_000, result: 59),
            event(7, .command, "killCursors", took: 400),
        ]
        let second = [
            event(2, .insert, "insert", took: 101), event(4, .update, "update", took: 300, result: -1),
            LogRecord.loss(at: 5), event(6, .command, "drop", took: 500, collection: "old"),
        ]
        _ = try await house.store.append(first, to: ControlHouse.nodeStream, durability: .strict)
        _ = try await house.store.append(second, to: ControlHouse.otherNodeStream, durability: .strict)
        return house
    }

    private func rows(_ house: ControlHouse, _ query: String = "", path: String = slowPath) async throws -> [JSONValue]
    {
        let answer = try await house.ask(.get, "\(path)?\(Self.window)\(query)", as: .signature("ann"))
        #expect(answer.status == 200, "\(answer.text)")
        let name = path == Self.slowPath ? "slow_log_list" : "error_log_list"
        return try #require(try answer.json[name]).elements
    }

    @Test func `operations that took as long as the threshold are in the slow log, newest first`() async throws {
        let house = try await house()
        let rows = try await rows(house)
        let types = ["KILLCURSORS", "COMMAND", "REMOVE", "UPDATE", "GETMORE", "INSERT", "QUERY"]
        #expect(rows.map { $0["type"]?.text } == types)
        let row = try #require(rows.last)
        #expect(
            row.names == [
                "node_name", "query_sample", "type", "time", "lock_time", "rows_sent", "rows_examined", "database",
                "start_time",
            ])
        #expect(row["time"] == "100 ms" && row["lock_time"] == "0 us" && row["rows_sent"] == "1")
        #expect(row["start_time"] == "2024-01-02T03:04:06+0000" && row["database"] == "shop")
        #expect(row["node_name"] == "node")
    }

    @Test(arguments: SlowLogKind.allCases)
    func `one kind is found and counted alone`(kind: SlowLogKind) async throws {
        let house = try await house()
        let path = "\(Self.slowPath)?\(Self.window)&type=\(kind.rawValue)"
        let answer = try await house.ask(.get, path)
        #expect(try answer.json["total_record"] == 1)
        #expect(try answer.json["slow_log_list"]?.elements.map { $0["type"]?.text } == [kind.rawValue])
    }

    @Test func `pages hold each row once, and the total counts them all`() async throws {
        let house = try await house()
        let all = try await rows(house)
        var paged: [JSONValue] = []
        for offset in 0..<8 {
            let page = try await rows(house, "&offset=\(offset)&limit=1")
            #expect(page.count == (offset < 7 ? 1 : 0))
            paged += page
        }
        #expect(paged == all)
        #expect(try await rows(house, "&node_id=\(ControlHouse.node)").count == 4)
    }

    @Test func `literals are shown only when the switch is off, and the switch is recorded`() async throws {
        let house = try await house()
        let path = "/v3/\(Self.instance)/slowlog-desensitization"
        #expect(try await house.ask(.get, path + "/status").text == #"{"status":"on"}"#)
        #expect(try await rows(house).allSatisfy { $0["query_sample"]?.text?.contains("Berlin") == false })
        #expect(try await house.ask(.put, path + "/off").text == "{}")
        #expect(try await house.ask(.get, path + "/status").text == #"{"status":"off"}"#)
        #expect(try await rows(house).allSatisfy { $0["query_sample"]?.text?.contains("Berlin") == true })
        #expect(try await house.ask(.put, path + "/perhaps").status == 400)
        let newest = try await house.store.scan(LogQuery(stream: ControlHouse.otherNodeStream, limit: 1)).records
        guard case .audit(let event)? = newest.first?.record else { throw ContractViolation("no event") }
        #expect(event.command == "settingsConfigure" && event.arguments.contains(#""desensitization":false"#))
    }

    @Test func `the threshold is the instance's own`() async throws {
        let house = try await house()
        let path = "/daybook/v1/\(Self.instance)/settings"
        #expect(try await house.ask(.put, path, body: #"{"slow_milliseconds": 300}"#).status == 200)
        #expect(try await rows(house).count == 4)
        #expect(try await house.ask(.put, path, body: #"{"slow_milliseconds": 1}"#).status == 200)
        #expect(try await rows(house).count == 8)
        for body in [#"{"slow_milliseconds": 0}"#, #"{"masked_fields": ["$a"]}"#, #"{"masked_fields": "a"}"#] {
            #expect(try await house.ask(.put, path, body: body).status == 400)
        }
        #expect(try await house.ask(.put, path, as: .token("bob"), body: "{}").status == 403)
        #expect(try await house.ask(.get, path).text == #"{"masked_fields":[],"slow_milliseconds":1}"#)
    }

    @Test func `what failed, what was never answered and what is missing is in the error log`() async throws {
        let house = try await house()
        let rows = try await rows(house, path: Self.errorPath)
        #expect(rows.map { $0["level"]?.text } == ["ERROR", "WARNING", "WARNING"])
        #expect(rows[0].names == ["node_name", "level", "time", "content"])
        #expect(rows[0]["time"] == "2024-01-02T03:04:10.000+0000")
        let content = try #require(rows[0]["content"]?.text)
        #expect(content.hasPrefix("delete on shop.orders failed with code 59 after 1000 ms; user ann@admin; client "))
        #expect(!content.contains("Berlin"))
        #expect(try await self.rows(house, "&type=ERROR", path: Self.errorPath).count == 1)
        #expect(try await self.rows(house, "&type=WARNING", path: Self.errorPath).count == 2)
    }

    @Test(arguments: [
        "start_date=2024-01-02T00:00:00Z", "end_date=2024-01-03T00:00:00Z",
        "\(window)&limit=0", "\(window)&limit=101", "\(window)&offset=2000", "\(window)&offset=-1",
        "\(window)&offset=1950&limit=51", "\(window)&type=SELECT",
        "start_date=2024-01-03T00:00:00Z&end_date=2024-01-02T00:00:00Z",
        "start_date=2023-12-01T00:00:00Z&end_date=2024-01-02T00:00:00Z", "start_date=x&end_date=y",
    ])
    func `a question that is not possible is dbs 200001`(query: String) async throws {
        let house = try await house()
        for path in [Self.slowPath, Self.errorPath] {
            let answer = try await house.ask(.get, "\(path)?\(query)")
            #expect(answer.status == 400, "\(path)")
            #expect(try answer.json["error_code"] == "DBS.200001")
        }
    }

    private func lines(_ house: ControlHouse, _ kind: String, _ fields: String = "") async throws -> [JSONValue] {
        let times = #""start_time":"2024-01-02T00:00:00+0000","end_time":"2024-01-03T00:00:00+0000""#
        let limit = fields.contains("limit") ? "" : #","limit":100"#
        let answer = try await house.ask(
            .post, "/v3.1/\(Self.instance)/\(kind)-logs", as: .signature("ann"), body: "{\(times)\(limit)\(fields)}")
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(try answer.json["\(kind)_logs"]).elements
    }

    @Test func `line by line, each row comes once, whatever arrives meanwhile`() async throws {
        let house = try await house()
        let all = try await lines(house, "slow")
        #expect(all.count == 7)
        #expect(
            all[0].names == [
                "node_name", "node_id", "whole_message", "operate_type", "cost_time", "lock_time", "docs_returned",
                "docs_scanned", "database", "collection", "log_time", "line_num", "index_recommendation",
            ])
        #expect(all[0]["cost_time"] == 400 && all[0]["node_id"]?.text == ControlHouse.node)
        var paged: [JSONValue] = []
        var line = ""
        while let next = try await lines(house, "slow", #","limit":1,"line_num":"\#(line)""#).first {
            paged.append(next)
            line = try #require(next["line_num"]?.text)
            let late = event(20 + Int64(paged.count), .query, "find", took: 999)
            _ = try await house.store.append([late], to: ControlHouse.nodeStream, durability: .strict)
        }
        #expect(paged.map { $0["log_time"] } == all.map { $0["log_time"] })
    }

    @Test func `backwards leads to the rows before a line`() async throws {
        let house = try await house()
        let all = try await lines(house, "error")
        #expect(all.map { $0["severity"]?.text } == ["ERROR", "WARNING", "WARNING"])
        let last = try #require(all.last?["line_num"]?.text)
        let before = try await lines(house, "error", #","line_num":"\#(last)","search_type":"backwards""#)
        #expect(before.map { $0["raw_message"] } == all.dropLast().map { $0["raw_message"] })
        let middle = try #require(before.last?["line_num"]?.text)
        let after = try await lines(house, "error", #","line_num":"\#(middle)","search_type":"forwards""#)
        #expect(after.map { $0["raw_message"] } == all.suffix(1).map { $0["raw_message"] })
    }

    @Test(arguments: [
        (#","keywords":["Berlin 3"]"#, 1), (#","keywords":["Berlin","find"]"#, 1),
        (#","collection_keywords":["ol","x"]"#, 1), (#","database_keywords":["sho"]"#, 7),
        (#","database_keywords":["hop"]"#, 0), (#","min_cost_time":300"#, 4), (#","max_cost_time":101"#, 2),
        (#","min_cost_time":0,"operate_type":"remove""#, 1), (#","node_id":""#, 7),
    ])
    func `conditions narrow the slow log`(fields: String, count: Int) async throws {
        let quoted = fields.hasSuffix(#""node_id":""#) ? fields + "\"" : fields
        #expect(try await lines(try await house(), "slow", quoted).count == count)
    }

    @Test(arguments: [
        #""limit":0"#, #""limit":101"#, #""limit":10,"keywords":["1","2","3","4","5","6","7","8","9","10","11"]"#,
        #""limit":10,"keywords":[""]"#, #""limit":10,"line_num":"nonsense""#, #""limit":10,"search_type":"up""#,
        #""limit":"10""#, #""limit":10,"min_cost_time":-1"#,
    ])
    func `a body that is not possible is refused`(fields: String) async throws {
        let times = #""start_time":"2024-01-02T00:00:00+0000","end_time":"2024-01-03T00:00:00+0000""#
        for kind in ["slow", "error"] {
            let answer = try await house().ask(
                .post, "/v3.1/\(Self.instance)/\(kind)-logs", body: "{\(times),\(fields)}")
            #expect(answer.status == 400, "\(kind)")
        }
    }

    @Test func `targets of a log service are kept, shown and taken away`() async throws {
        let house = try await ControlHouse()
        let path = "/v3/\(ControlHouse.project)/instances/logs/lts-configs"
        let none = try await house.ask(.get, path, as: .signature("ann")).json
        #expect(none["total_count"] == 1)
        #expect(none["instance_lts_configs"]?[0]?.names == ["instance"])
        #expect(none["instance_lts_configs"]?[0]?["instance"]?["mode"] == "Replica")
        let place = #""lts_group_id":"g","lts_stream_id":"s""#
        let target = #"{"instance_id":"\#(ControlHouse.instance)","log_type":"audit_log",\#(place)}"#
        #expect(try await house.ask(.post, path, body: #"{"lts_configs":[\#(target)]}"#).status == 200)
        let rows = try await house.ask(.get, path + "?limit=50&offset=0").json["instance_lts_configs"]
        let shown = rows?[0]?["lts_configs"]
        #expect(shown?[0]?["lts_group_id"] == "g" && shown?[0]?["enabled"] == true)
        #expect(try await house.ask(.delete, path, body: #"{"lts_configs":[\#(target)]}"#).status == 200)
        #expect(try await house.ask(.get, path).json == none)
        for body in [#"{"lts_configs":[]}"#, "{}", #"{"lts_configs":[{"instance_id":"x","log_type":"slow_log"}]}"#] {
            #expect(try await house.ask(.post, path, body: body).status == 400)
        }
        let unknown = #"{"lts_configs":[{"instance_id":"x","log_type":"audit_log"}]}"#
        #expect(try await house.ask(.delete, path, body: unknown).status == 404)
        #expect(try await house.ask(.get, path + "?limit=51").status == 400)
    }
}
