import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Logbook
import Testing

@Suite struct AuditLogRoutesTests {
    private static let path = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)/auditlog"
    /// Around the moment at which the clock of the house stands.
    private static let window = "start_time=2024-01-02T00:00:00Z&end_time=2024-01-03T00:00:00Z"

    private func list(
        _ house: ControlHouse, _ query: String = "", window: String = window, headers: [(String, String)] = []
    ) async throws -> Answer {
        try await house.ask(.get, "\(Self.path)?\(window)\(query)", headers: headers)
    }

    /// Files of one event each, at these seconds after the moment of the house.
    private func house(
        with seconds: [Int64], on stream: Logbook.Stream = ControlHouse.nodeStream, zone: UTCOffset = .zero
    ) async throws -> ControlHouse {
        let house = try await ControlHouse(zone: zone)
        for second in seconds {
            try await addFile([.insert(at: second)], to: house, stream: stream)
        }
        return house
    }

    private func addFile(
        _ records: [LogRecord], to house: ControlHouse, stream: Logbook.Stream = ControlHouse.nodeStream
    ) async throws {
        _ = try await house.store.append(records, to: stream, durability: .strict)
        house.clock.advance(by: .seconds(60))
        _ = try await house.store.seal(.all)
    }

    @Test func `a file has every field of the contract, in its type`() async throws {
        let house = try await ControlHouse(zone: try #require(UTCOffset(text: "+0800")))
        try await addFile([.insert(at: 0), .loss(at: 5), .insert(at: 10)], to: house)
        let answer = try await list(house)
        #expect(answer.status == 200)
        #expect(try answer.json.names == ["audit_logs", "total_record", "total_size"])
        #expect(try answer.json["total_record"] == 1)
        let log = try #require(try answer.json["audit_logs"]?[0])
        #expect(log.names == ["id", "name", "size", "node_id", "start_time", "end_time"])
        #expect(log["node_id"]?.text == ControlHouse.node)
        #expect(log["id"]?.text == "\(ControlHouse.node)_1704164705000")
        #expect(
            log["name"]?.text
                == "north-domain_audit_log_\(ControlHouse.instance)_\(ControlHouse.node)_1704164705000")
        #expect(log["start_time"] == "2024-01-02T11:04:05+0800")
        #expect(log["end_time"] == "2024-01-02T11:04:15+0800")
        guard case .integer(let size) = log["size"] else {
            Issue.record("size is no number")
            return
        }
        #expect(size > 300)
        #expect(try answer.json["total_size"] == .integer(size))
    }

    @Test func `an instance without files has an empty list`() async throws {
        let answer = try await list(ControlHouse())
        #expect(answer.status == 200)
        #expect(answer.text == #"{"audit_logs":[],"total_record":0,"total_size":0}"#)
    }

    @Test func `newest first, in pages, and nothing past the end`() async throws {
        let house = try await house(with: (0..<7).map { $0 * 100 })
        var ids: [String?] = []
        for offset in [0, 3, 6] {
            let answer = try await list(house, "&limit=3&offset=\(offset)")
            #expect(try answer.json["total_record"] == 7)
            ids += try #require(try answer.json["audit_logs"]).elements.map { $0["id"]?.text }
        }
        #expect(ids.count == 7)
        #expect(ids == ids.compactMap { $0 }.sorted(by: >))
        for offset in ["7", "1000000", "9223372036854775807"] {
            let beyond = try await list(house, "&offset=\(offset)")
            #expect(beyond.status == 200)
            #expect(try beyond.json["audit_logs"] == [])
            #expect(try beyond.json["total_record"] == 7)
        }
    }

    @Test func `a page has a hundred files unless fewer are asked for`() async throws {
        let house = try await house(with: (0..<101).map { $0 })
        #expect(try await list(house).json["audit_logs"]?.elements.count == 100)
        #expect(try await list(house, "&limit=1").json["audit_logs"]?.elements.count == 1)
    }

    @Test func `a node has its own files, and the size is that of the instance`() async throws {
        let house = try await house(with: [0])
        try await addFile([.insert(at: 1)], to: house, stream: ControlHouse.otherNodeStream)
        let all = try await list(house)
        #expect(try all.json["total_record"] == 2)
        let one = try await list(house, "&node_id=\(ControlHouse.otherNode)")
        #expect(try one.json["total_record"] == 1)
        #expect(try one.json["audit_logs"]?[0]?["node_id"]?.text == ControlHouse.otherNode)
        #expect(try one.json["total_size"] == (try all.json["total_size"]))
        #expect(try await list(house, "&node_id=").json["total_record"] == 2)
    }

    @Test(arguments: [
        ("start_time=2024-01-02T03:04:05Z&end_time=2024-01-02T03:04:06Z", 1),
        ("start_time=2024-01-02T03:04:04Z&end_time=2024-01-02T03:04:05Z", 1),
        ("start_time=2024-01-02T03:04:03Z&end_time=2024-01-02T03:04:04Z", 0),
        ("start_time=2024-01-02T03:04:06Z&end_time=2024-01-02T03:04:07Z", 0),
        ("start_time=2024-01-02T11:04:05%2B0800&end_time=2024-01-02T11:04:06%2B08:00", 1),
        ("start_time=2024-01-02T11:04:05+0800&end_time=2024-01-02T11:04:06+0800", 1),
        ("start_time=2024-01-02T03:04:05-0000&end_time=2024-01-02T03:04:06%2B0000", 1),
        ("start_time=2023-12-31T00:00:00Z&end_time=2024-01-30T00:00:00Z", 1),
    ])
    func `files that overlap the window, in all forms of time`(window: String, count: Int) async throws {
        let house = try await house(with: [0])
        let answer = try await list(house, window: window)
        #expect(answer.status == 200)
        #expect(try answer.json["total_record"] == .integer(count))
    }

    @Test(arguments: [
        "", "start_time=2024-01-02T00:00:00Z", "end_time=2024-01-02T00:00:00Z",
        "start_time=&end_time=2024-01-02T00:00:00Z",
        "start_time=2024-01-02T00:00:00Z&end_time=2024-01-02T00:00:00Z",
        "start_time=2024-01-03T00:00:00Z&end_time=2024-01-02T00:00:00Z",
        "start_time=2024-01-02T00:00:00%2B0800&end_time=2024-01-01T10:00:00Z",
        "start_time=2024-01-01T00:00:00Z&end_time=2024-01-31T00:00:01Z",
        "start_time=2024-01-01T00:00:00Z&end_time=2024-02-01T00:00:00Z",
        "start_time=2024-01-02&end_time=2024-01-03", "start_time=1704164645000&end_time=1704164646000",
        "start_time=2024-01-02T00:00:00&end_time=2024-01-03T00:00:00",
        "start_time=2024-02-30T00:00:00Z&end_time=2024-03-01T00:00:00Z",
        window + "&limit=0", window + "&limit=101", window + "&limit=-1", window + "&limit=x", window + "&limit=",
        window + "&offset=-1", window + "&offset=x", window + "&offset=99999999999999999999",
    ])
    func `what the contract does not allow is a parameter error`(query: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "\(Self.path)?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.json.names == ["error_code", "error_msg"])
        #expect(try answer.json["error_code"] == "DBS.200001")
        #expect(try answer.json["error_msg"]?.text?.hasPrefix("Parameter error. ") == true)
    }

    @Test func `thirty days are allowed to the second`() async throws {
        let window = "start_time=2024-01-01T00:00:00Z&end_time=2024-01-31T00:00:00Z"
        #expect(try await list(ControlHouse(), window: window).status == 200)
    }

    @Test func `an unknown instance or node is not found`() async throws {
        let house = try await ControlHouse()
        let instance = try await house.ask(
            .get, "/v3/\(ControlHouse.project)/instances/nothing/auditlog?\(Self.window)")
        #expect(instance.status == 404)
        #expect(try instance.json["error_code"] == "DBS.200002")
        let elsewhere = try await house.ask(
            .get, "/v3/other-project/instances/\(ControlHouse.instance)/auditlog?\(Self.window)", as: .signature("ann"))
        #expect(try elsewhere.json["error_code"] == "DBS.200002")
        let node = try await list(house, "&node_id=nothing")
        #expect(node.status == 404)
        #expect(try node.json["error_code"] == "DBS.200013")
    }

    @Test func `the language changes words and nothing else`() async throws {
        let house = try await ControlHouse()
        let chinese = try await list(house, "&limit=0", headers: [("X-Language", "zh-cn")])
        #expect(chinese.status == 400)
        #expect(try chinese.json["error_code"] == "DBS.200001")
        #expect(try chinese.json["error_msg"]?.text?.hasPrefix("参数错误。") == true)
        for language in ["en-us", "fr", ""] {
            let other = try await list(house, "&limit=0", headers: [("X-Language", language)])
            #expect(try other.json["error_msg"]?.text?.hasPrefix("Parameter error. ") == true)
        }
        let gateway = try await house.ask(.get, Self.path, as: .nobody, headers: [("X-Language", "zh-cn")])
        #expect(try gateway.json["error_msg"]?.text?.hasPrefix("Incorrect IAM") == true)
    }

    // MARK: Deletion

    private func delete(_ house: ControlHouse, _ body: String) async throws -> Answer {
        try await house.ask(.delete, Self.path, as: .signature("ann"), body: body)
    }

    @Test func `files are deleted by name, and again`() async throws {
        let house = try await house(with: [0, 100])
        let name = try #require(try await list(house).json["audit_logs"]?[1]?["name"]?.text)
        for _ in 0..<2 {
            let answer = try await delete(house, #"{"file_names": ["\#(name)", "\#(name)"]}"#)
            #expect(answer.status == 200)
            #expect(try answer.json["job_id"]?.text?.count == 36)
            #expect(try await list(house).json["total_record"] == 1)
        }
        let page = try await house.store.scan(LogQuery(stream: ControlHouse.nodeStream, limit: 1))
        guard case .audit(let event)? = page.records.first?.record else {
            Issue.record("the log of the node tells nothing")
            return
        }
        #expect(event.command == "auditDelete" && event.users == [.init(name: "ann", database: "north")])
        #expect(name.hasSuffix(event.arguments.split(separator: "\"")[3]))
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"file_names": []}"#, #"{"file_names": "a"}"#, #"{"file_names": [1]}"#,
        #"{"file_names": ["nothing"]}"#,
        #"{"file_names": ["south-domain_audit_log_\#(ControlHouse.instance)_\#(ControlHouse.node)_1704164705000"]}"#,
        #"{"file_names": ["north-domain_audit_log_other_\#(ControlHouse.node)_1704164705000"]}"#,
        #"{"file_names": ["../../etc/passwd"]}"#,
    ])
    func `a deletion that names no file of the instance deletes nothing`(body: String) async throws {
        let house = try await house(with: [0])
        let answer = try await delete(house, body)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DBS.200001")
        #expect(try await list(house).json["total_record"] == 1)
    }

    @Test func `too many names are refused`() async throws {
        let names = Array(repeating: "\"a\"", count: 1_001).joined(separator: ",")
        #expect(try await delete(ControlHouse(), #"{"file_names": [\#(names)]}"#).status == 400)
    }
}
