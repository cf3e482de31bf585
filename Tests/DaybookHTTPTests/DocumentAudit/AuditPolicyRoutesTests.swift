import DaybookHTTP
import DaybookTesting
import DocumentAudit
import HTTPTypes
import Logbook
import Testing

@Suite struct AuditPolicyRoutesTests {
    private static let path = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)/auditlog-policy"

    private func set(_ house: ControlHouse, _ body: String) async throws -> Answer {
        try await house.ask(.post, Self.path, as: .signature("ann"), body: body)
    }

    @Test func `a new instance is not audited`() async throws {
        let answer = try await ControlHouse().ask(.get, Self.path)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"audit_scope":"","audit_types":[],"keep_days":0}"#)
    }

    @Test(arguments: [7, 30, 732])
    func `days that are allowed are kept, and running nodes learn of it`(days: Int) async throws {
        let house = try await ControlHouse()
        let answer = try await set(house, #"{"keep_days": \#(days)}"#)
        #expect(answer.status == 200)
        #expect(answer.text == "{}")
        let shown = try await house.ask(.get, Self.path).json
        #expect(shown["keep_days"] == .integer(days))
        #expect(shown["audit_scope"] == "all")
        #expect(shown["audit_types"] == [])
        #expect(house.policies.all.map(\.keepDays) == [days])
    }

    @Test func `scope and types are kept as they were given`() async throws {
        let house = try await ControlHouse()
        let body = #"{"keep_days": 7, "audit_scope": "shop.orders,stock", "audit_types": ["insert", "auth"]}"#
        #expect(try await set(house, body).status == 200)
        let shown = try await house.ask(.get, Self.path).json
        #expect(shown["audit_scope"] == "shop.orders,stock")
        #expect(shown["audit_types"] == ["insert", "auth"])
        #expect(house.policies.all.first?.types == [.insert, .auth])
        #expect(try await set(house, #"{"keep_days": 0}"#).status == 200)
        #expect(try await house.ask(.get, Self.path).text == #"{"audit_scope":"","audit_types":[],"keep_days":0}"#)
    }

    @Test(arguments: [
        "", "null", "{}", "[]", "{", #"{"keep_days": "7"}"#, #"{"keep_days": 7.5}"#, #"{"keep_days": null}"#,
        #"{"keep_days": -1}"#, #"{"keep_days": 1}"#, #"{"keep_days": 6}"#, #"{"keep_days": 733}"#,
        #"{"keep_days": 99999999999999999999}"#, #"{"keep_days": 7, "audit_types": "insert"}"#,
        #"{"keep_days": 7, "audit_types": ["drop"]}"#, #"{"keep_days": 7, "audit_scope": ["a"]}"#,
        #"{"keep_days": 7, "audit_scope": "a b"}"#, #"{"keep_days": 7, "audit_scope": "a$b"}"#,
        #"{"keep_days": 0, "reserve_auditlogs": "perhaps"}"#, #"{"keep_days": 0, "reserve_auditlogs": 1}"#,
    ])
    func `a policy that is not possible changes nothing`(body: String) async throws {
        let house = try await ControlHouse()
        let answer = try await set(house, body)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DBS.200001")
        #expect(house.policies.all.isEmpty)
        #expect(try await house.ask(.get, Self.path).json["keep_days"] == 0)
    }

    /// What the log of a node holds, newest first.
    private func messages(_ house: ControlHouse, _ stream: Logbook.Stream) async throws -> [AuditEvent] {
        try await house.store.scan(LogQuery(stream: stream, limit: 100)).records.compactMap {
            if case .audit(let event) = $0.record { event } else { nil }
        }
    }

    @Test func `each change is in the log of every node, with who made it and what was before`() async throws {
        let house = try await ControlHouse()
        #expect(try await set(house, #"{"keep_days": 7, "audit_types": ["auth"]}"#).status == 200)
        #expect(try await set(house, #"{"keep_days": 7, "audit_types": ["auth"]}"#).status == 200)
        #expect(try await set(house, #"{"keep_days": 0}"#).status == 200)
        for stream in [ControlHouse.nodeStream, ControlHouse.otherNodeStream] {
            let messages = try await messages(house, stream)
            #expect(messages.map(\.command) == ["auditConfigure", "auditConfigure"], "no change, no record")
            let on = #"{"keep_days":7,"audit_scope":"","audit_types":["auth"]}"#
            let off = #"{"keep_days":0,"audit_scope":"","audit_types":[]}"#
            #expect(messages.last?.arguments == #"{"from":\#(off),"to":\#(on),"deletesFiles":false}"#)
            #expect(messages.first?.arguments == #"{"from":\#(on),"to":\#(off),"deletesFiles":false}"#)
            #expect(messages.allSatisfy { $0.users == [.init(name: "ann", database: "north")] })
            #expect(messages.allSatisfy { $0.time == house.clock.now && $0.origin == .daybook })
        }
    }

    @Test func `a change that cannot be recorded does not take place`() async throws {
        let house = try await ControlHouse()
        house.store.fail(with: LogStoreError(.storageFull, "full"))
        #expect(try await set(house, #"{"keep_days": 7}"#).status == 507)
        #expect(house.policies.all.isEmpty)
        #expect(try await house.documentAudit.policy(of: ControlHouse.instance) == .off)
    }

    private func houseWithFiles() async throws -> ControlHouse {
        let house = try await ControlHouse()
        for stream in [ControlHouse.nodeStream, ControlHouse.otherNodeStream, ControlHouse.clusterStream] {
            _ = try await house.store.append([.insert(at: 0)], to: stream, durability: .strict)
        }
        _ = try await house.store.seal(StreamSelection(node: ControlHouse.node))
        return house
    }

    @Test(arguments: [#""false""#, "false"])
    func `switching off may delete what was kept of all nodes, open files too`(choice: String) async throws {
        let house = try await houseWithFiles()
        _ = try await set(house, #"{"keep_days": 0, "reserve_auditlogs": \#(choice)}"#)
        #expect(try await house.store.segments(SegmentQuery(streams: .all)).totalCount == 0)
        _ = try await house.store.seal(.all)
        let rest = try await house.store.segments(SegmentQuery(streams: .all))
        #expect(rest.segments.map(\.stream) == [ControlHouse.clusterStream])
    }

    @Test(arguments: [
        #"{"keep_days": 0}"#, #"{"keep_days": 0, "reserve_auditlogs": "true"}"#,
        #"{"keep_days": 0, "reserve_auditlogs": true}"#, #"{"keep_days": 0, "reserve_auditlogs": null}"#,
        #"{"keep_days": 7, "reserve_auditlogs": "false"}"#,
    ])
    func `else files stay`(body: String) async throws {
        let house = try await houseWithFiles()
        #expect(try await set(house, body).status == 200)
        #expect(try await house.store.segments(SegmentQuery(streams: .all)).totalCount == 1)
    }

    @Test func `an unknown instance has no policy`() async throws {
        let house = try await ControlHouse()
        let path = "/v3/\(ControlHouse.project)/instances/nothing/auditlog-policy"
        for answer in [try await house.ask(.get, path), try await house.ask(.post, path, body: #"{"keep_days": 7}"#)] {
            #expect(answer.status == 404)
            #expect(try answer.json["error_code"] == "DBS.200002")
        }
    }
}
