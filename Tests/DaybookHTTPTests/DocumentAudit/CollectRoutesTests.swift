import DaybookHTTP
import DaybookTesting
import DocumentAudit
import HTTPTypes
import Logbook
import Testing

@Suite struct CollectRoutesTests {
    private static let path =
        "/daybook/v1/\(ControlHouse.project)/instances/\(ControlHouse.instance)/nodes/\(ControlHouse.node)/audit-lines"

    private static func line(_ number: Int) -> String {
        #"{"atype":"authCheck","ts":{"$date":"2024-01-02T03:04:05.\#(100 + number)Z"},"local":{},"remote":{},"#
            + #""users":[],"roles":[],"param":{"command":"find","ns":"shop.o","#
            + #""args":{"find":"o","filter":{"n":\#(number)}}},"result":0}"# + "\n"
    }

    private func send(
        _ house: ControlHouse, _ lines: String, from: String?, to: String, source: String = "a",
        as proof: Proof = .signature("ann")
    ) async throws -> Answer {
        let start = from.map { "&from=\($0)" } ?? ""
        return try await house.ask(
            .post, "\(Self.path)?source=\(source)\(start)&to=\(to)", as: proof,
            headers: [("Content-Type", "application/x-ndjson")], body: lines)
    }

    private func position(_ house: ControlHouse, source: String = "a") async throws -> JSONValue? {
        try await house.ask(.get, "\(Self.path)?source=\(source)").json["position"]
    }

    /// The commands in the log of the node, oldest first.
    private func events(_ house: ControlHouse) async throws -> [AuditEvent] {
        let query = LogQuery(stream: ControlHouse.nodeStream, order: .oldestFirst, limit: 1_000)
        return try await house.store.scan(query).records.compactMap {
            if case .audit(let event) = $0.record { event } else { nil }
        }
    }

    @Test func `a batch is kept with its position, once, however often it is sent`() async throws {
        let house = try await ControlHouse()
        #expect(try await position(house) == .null)
        let first = Self.line(1) + Self.line(2)
        let answer = try await send(house, first, from: nil, to: "p1")
        #expect(answer.status == 200)
        #expect(try answer.json["accepted"] == 2 && answer.json["repeated"] == false)
        #expect(try await send(house, first, from: nil, to: "p1").json["repeated"] == true)
        #expect(try await position(house) == "p1")
        #expect(try await send(house, Self.line(3), from: "p1", to: "p2").json["accepted"] == 1)
        #expect(try await send(house, Self.line(3), from: "p1", to: "p2").json["repeated"] == true)
        let astray = try await send(house, Self.line(4), from: "p1", to: "p3")
        #expect(astray.status == 409)
        #expect(try astray.json["error_code"] == "DAYBOOK.4092")
        let events = try await events(house)
        #expect(events.map(\.command) == ["find", "find", "auditCollect", "find", "auditCollect"])
        #expect(events.last?.arguments == #"{"source":"a","position":"p2","lines":1,"rejected":0,"problems":[]}"#)
        #expect(events.last?.users.first?.name == "ann")
    }

    @Test func `sources stand each for themselves`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1", source: "a")
        _ = try await send(house, Self.line(2), from: nil, to: "q1", source: "ab")
        #expect(try await position(house, source: "a") == "p1")
        #expect(try await position(house, source: "ab") == "q1")
        #expect(try await position(house, source: "b") == .null)
    }

    @Test func `a bad line is counted, named and on record; the others are kept`() async throws {
        let house = try await ControlHouse()
        let answer = try await send(house, Self.line(1) + "\nnonsense\r\n{}\n" + Self.line(2), from: nil, to: "p1")
        #expect(try answer.json["accepted"] == 2 && answer.json["rejected"] == 2)
        #expect(try answer.json["errors"]?.elements.map { $0["line"] } == [3, 4])
        #expect(try answer.json["errors"]?[1]?["reason"] == "atype is missing")
        let mark = try #require(try await events(house).last)
        #expect(mark.result == 1 && mark.arguments.contains(#""rejected":2,"problems":["line 3, column 1: "#))
    }

    @Test func `lines that are gone are on record, and in the error log`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1&lost=true")
        let mark = try #require(try await events(house).last)
        #expect(mark.result == 1 && mark.arguments.hasSuffix(#","problems":[],"lost":true}"#))
        let window = "start_date=2024-01-02T00:00:00Z&end_date=2024-01-03T00:00:00Z"
        let path = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)/errorlog?\(window)"
        let rows = try await house.ask(.get, path).json["error_log_list"]
        #expect(rows?[0]?["content"]?.text?.contains(#""lost":true"#) == true)
    }

    @Test func `the position is found again after a restart, also when the catalog was not told`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1")
        _ = try await send(house, Self.line(2), from: "p1", to: "p2")
        try await house.documentAudit.save(
            CollectedPlace(position: "p1", sequence: 2), of: "a", in: ControlHouse.nodeStream)
        #expect(try await position(house.restarted()) == "p2")
    }

    @Test func `the position outlives the files that told of it`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1")
        let first = try await house.store.seal(.all)
        _ = try await send(house, Self.line(2), from: "p1", to: "p2")
        let second = try await house.store.seal(.all)
        _ = try await house.store.prune(second.map(\.id), for: .request(by: "ann"))
        #expect(try await position(house.restarted()) == "p2", "the older file still says p1")
        _ = try await house.store.prune(first.map(\.id), for: .request(by: "ann"))
        #expect(try await position(house.restarted()) == "p2")
    }

    @Test func `a batch that cannot be kept does not move the position`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1")
        house.store.fail(with: LogStoreError(.storageFull, "full"))
        #expect(try await send(house, Self.line(2), from: "p1", to: "p2").status == 507)
        house.store.recover()
        #expect(try await position(house) == "p1")
        #expect(try await send(house, Self.line(2), from: "p1", to: "p2").status == 200)
    }

    @Test func `neither a driver nor a server passes off a position`() async throws {
        let house = try await ControlHouse()
        _ = try await send(house, Self.line(1), from: nil, to: "p1")
        guard case .audit(var forged) = LogRecord.insert(at: 0) else { return }
        forged.command = AuditEvent.collectCommand
        forged.requestID = AuditEvent.Origin.daybook.rawValue
        forged.arguments = #"{"source":"a","position":"forged","lines":0}"#
        _ = try await house.store.append([.audit(forged)], to: ControlHouse.nodeStream, durability: .strict)
        let line = #"{"atype":"auditCollect","ts":{"$date":1},"param":{"source":"a","position":"f"},"result":0}"#
        _ = try await send(house, line + "\n", from: nil, to: "q1", source: "other")
        let stale = CollectedPlace(position: "p0", sequence: 1)
        try await house.documentAudit.save(stale, of: "a", in: ControlHouse.nodeStream)
        #expect(try await position(house.restarted()) == "p1")
    }

    @Test func `declared fields of collected commands are masked`() async throws {
        let house = try await ControlHouse()
        var settings = InstanceSettings.standard
        settings.maskedFields = ["n"]
        try await house.documentAudit.save(settings, of: ControlHouse.instance)
        _ = try await send(house, Self.line(7), from: nil, to: "p1")
        #expect(try await events(house).first?.arguments == #"{"find":"o","filter":{"n":"***"}}"#)
    }

    @Test(arguments: ["source=&to=p", "source=a", "source=a%22&to=p", "source=a&to=p&from=", "to=p"])
    func `a request that says not what it is is refused`(query: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.post, "\(Self.path)?\(query)", body: Self.line(1))
        #expect(answer.status == 400)
        #expect(try await events(house).isEmpty)
    }

    @Test func `only administrators collect, and only for nodes that are there`() async throws {
        let house = try await ControlHouse()
        #expect(try await send(house, Self.line(1), from: nil, to: "p", as: .token("bob")).status == 403)
        let elsewhere = Self.path.replacing(ControlHouse.node, with: "nothing")
        #expect(try await house.ask(.get, elsewhere + "?source=a").status == 404)
    }
}
