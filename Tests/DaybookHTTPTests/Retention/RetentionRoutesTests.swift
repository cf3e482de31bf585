import DaybookHTTP
import DaybookTesting
import DocumentAudit
import HTTPTypes
import Logbook
import Testing

@Suite struct RetentionRoutesTests {
    private static let base = "/daybook/v1/\(ControlHouse.project)"
    private static let cluster = "\(base)/clusters/\(ControlHouse.cluster)/retention"
    private static let instance = "\(base)/instances/\(ControlHouse.instance)/retention"

    private func seal(_ house: ControlHouse, _ stream: Stream = ControlHouse.nodeStream) async throws -> Segment {
        let milliseconds = house.clock.now.milliseconds
        let record: LogRecord =
            stream.kind == .access
            ? .access(.sample(milliseconds: milliseconds)) : .audit(.sample(milliseconds: milliseconds))
        _ = try await house.store.append([record], to: stream, durability: .strict)
        return try #require(try await house.store.seal(.all).first)
    }

    private func place(_ house: ControlHouse, on instance: String = ControlHouse.instance) async throws -> String {
        let answer = try await house.ask(
            .post, "\(Self.base)/holds",
            body: #"{"instance_id": "\#(instance)", "reason": "matter 7", "placed_by": "x"}"#)
        #expect(answer.status == 200)
        #expect(try answer.json["placed_by"] == "ann")
        return try #require(try answer.json["id"]?.text)
    }

    @Test func `without a rule nothing is bounded`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, Self.cluster)
        #expect(answer.text == #"{"hold_count":0,"kind":"access","source":"\#(ControlHouse.cluster)"}"#)
        try await house.documentAudit.save(
            AuditPolicy(keepDays: 30, scope: "", types: []), of: ControlHouse.instance)
        #expect(try await house.ask(.get, Self.instance).json["days"] == 30)
    }

    @Test func `a rule is changed bound by bound, and null takes one back`() async throws {
        let house = try await ControlHouse()
        #expect(try await house.ask(.put, Self.cluster, body: #"{"days": 30, "bytes": 0}"#).status == 200)
        let answer = try await house.ask(.put, Self.cluster, body: #"{"bytes": 5000000000}"#)
        #expect(try answer.json["days"] == 30)
        #expect(try answer.json["bytes"] == 5_000_000_000)
        #expect(try await house.ask(.put, Self.cluster, body: #"{"days": null}"#).json["rule_days"] == nil)
        #expect(try await house.ask(.get, Self.cluster).json["rule_bytes"] == 5_000_000_000)
    }

    @Test(arguments: [
        ("", "4002"), ("[]", "4002"), (#"{"days": "7"}"#, "4002"), (#"{"days": 1.5}"#, "4002"),
        (#"{"days": -1}"#, "4001"), (#"{"days": 36526}"#, "4001"), (#"{"bytes": -5}"#, "4001"),
        (#"{"bytes": 99999999999999999999}"#, "4002"),
    ])
    func `a rule that is not possible changes nothing`(body: String, code: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.put, Self.cluster, body: body)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"]?.text == "DAYBOOK.\(code)")
        #expect(try await house.ask(.get, Self.cluster).json["days"] == nil)
    }

    @Test func `days of an instance are those of its audit policy`() async throws {
        let answer = try await ControlHouse().ask(.put, Self.instance, body: #"{"days": 30}"#)
        #expect(answer.status == 400)
        #expect(try answer.json["error_msg"]?.text?.contains("keep_days") == true)
    }

    @Test func `what the rules do not cover is deleted, and the log says why`() async throws {
        let house = try await ControlHouse()
        let segment = try await seal(house, ControlHouse.clusterStream)
        #expect(try await house.ask(.put, Self.cluster, body: #"{"days": 1}"#).status == 200)
        #expect(try await house.ask(.post, "\(Self.base)/retention/apply").json["segments"] == [])
        house.clock.advance(by: .seconds(86_401))
        let applied = try await house.ask(.post, "\(Self.base)/retention/apply").json
        #expect(applied["segments"]?[0]?["closed_time"] == .integer(Int(segment.id.closedMilliseconds)))
        let log = try await house.ask(.get, "\(Self.base)/deletions?cluster_id=\(ControlHouse.cluster)").json
        #expect(log["total_count"] == 1)
        let deletion = try #require(log["deletions"]?[0])
        #expect(deletion["reason"] == "age")
        #expect(deletion["limit"] == 1)
        #expect(deletion["record_count"] == 1)
        #expect(deletion["deleted_time"] == .integer(Int(house.clock.now.milliseconds)))
        let others = try await house.ask(.get, "\(Self.base)/deletions?instance_id=\(ControlHouse.instance)").json
        #expect(others["total_count"] == 0)
    }

    @Test func `a hold stops the deletion of files by name and with the policy, and both languages say so`()
        async throws
    {
        let house = try await ControlHouse()
        let segment = try await seal(house)
        let hold = try await place(house)
        let name = AuditLogID.name(of: segment.id, domain: "north-domain")
        let files = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)/auditlog"
        let policy = "\(files)-policy"
        for (method, path, body) in [
            (HTTPRequest.Method.delete, files, #"{"file_names": ["\#(name)"]}"#),
            (.post, policy, #"{"keep_days": 0, "reserve_auditlogs": "false"}"#),
        ] {
            for (language, word) in [("en-us", "legal hold"), ("zh-cn", "法律保全")] {
                let answer = try await house.ask(
                    method, path, as: .signature("ann"), headers: [("X-Language", language)], body: body)
                #expect(answer.status == 409)
                #expect(try answer.json["error_code"] == "DAYBOOK.4091")
                #expect(try answer.json["error_msg"]?.text?.contains(word) == true)
            }
        }
        #expect(house.policies.all.isEmpty)
        #expect(try await house.store.segment(segment.id) == segment)

        let release = "\(Self.base)/holds/\(hold)/release"
        #expect(try await house.ask(.post, release).json["released_by"] == "ann")
        #expect(
            try await house.ask(.delete, files, as: .signature("ann"), body: #"{"file_names": ["\#(name)"]}"#).status
                == 200)
        #expect(try await house.store.segment(segment.id) == nil)
        let log = try await house.ask(.get, "\(Self.base)/deletions").json
        #expect(log["deletions"]?[0]?["deleted_by"] == "ann")
    }

    @Test func `holds are listed, released ones on request`() async throws {
        let house = try await ControlHouse()
        let hold = try await place(house)
        #expect(try await house.ask(.get, Self.instance).json["hold_count"] == 1)
        #expect(try await house.ask(.get, "\(Self.base)/holds").json["holds"]?[0]?["reason"] == "matter 7")
        #expect(try await house.ask(.post, "\(Self.base)/holds/\(hold)/release", body: "{}").status == 200)
        #expect(try await house.ask(.get, "\(Self.base)/holds").json["holds"] == [])
        let all = try await house.ask(.get, "\(Self.base)/holds?released=true").json
        #expect(all["holds"]?[0]?["id"]?.text == hold)
        #expect(all["holds"]?[0]?["released_time"] == .integer(Int(house.clock.now.milliseconds)))
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/holds", #"{"reason": "x"}"#, 400),
        (.post, "/holds", #"{"cluster_id": "c", "instance_id": "i", "reason": "x"}"#, 400),
        (.post, "/holds", #"{"cluster_id": "\#(ControlHouse.cluster)"}"#, 400),
        (.post, "/holds", #"{"cluster_id": "\#(ControlHouse.cluster)", "reason": " "}"#, 400),
        (.post, "/holds", #"{"cluster_id": "nothing", "reason": "x"}"#, 400),
        (.post, "/holds", #"{"instance_id": "nothing", "reason": "x"}"#, 404),
        (.post, "/holds/nothing/release", "", 404),
        (.get, "/deletions?limit=0", "", 400), (.get, "/deletions?limit=1001", "", 400),
        (.get, "/deletions?offset=-1", "", 400), (.get, "/holds?released=perhaps", "", 400),
        (.get, "/clusters/nothing/retention", "", 400), (.get, "/instances/nothing/retention", "", 404),
    ])
    func `what is not possible is refused`(
        method: HTTPRequest.Method, path: String, body: String, status: Int
    ) async throws {
        #expect(try await ControlHouse().ask(method, Self.base + path, body: body).status == status)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/holds"), (.post, "/holds"), (.post, "/holds/h/release"), (.get, "/deletions"),
        (.post, "/retention/apply"), (.get, "/clusters/\(ControlHouse.cluster)/retention"),
        (.put, "/instances/\(ControlHouse.instance)/retention"),
    ])
    func `only administrators of the project are heard`(method: HTTPRequest.Method, path: String) async throws {
        let house = try await ControlHouse()
        for (proof, status) in [(Proof.nobody, 401), (.token("bob"), 403), (.signature("cid"), 403)] {
            #expect(try await house.ask(method, Self.base + path, as: proof).status == status)
        }
    }
}
