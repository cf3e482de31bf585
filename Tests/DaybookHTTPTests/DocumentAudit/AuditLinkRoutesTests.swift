import DaybookHTTP
import DaybookTesting
import DocumentAudit
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logbook
import Testing

@Suite struct AuditLinkRoutesTests {
    private static let path = "/v3/\(ControlHouse.project)/instances/\(ControlHouse.instance)/auditlog-links"

    private func house(with records: [LogRecord]) async throws -> ControlHouse {
        let house = try await ControlHouse()
        _ = try await house.store.append(records, to: ControlHouse.nodeStream, durability: .strict)
        _ = try await house.store.seal(.all)
        return house
    }

    private static let id = "\(ControlHouse.node)_1704164645000"

    private func links(_ house: ControlHouse, _ body: String = #"{"ids": ["\#(id)"]}"#) async throws -> Answer {
        try await house.ask(.post, Self.path, as: .signature("ann"), body: body)
    }

    /// Path and query of the only link.
    private func link(_ house: ControlHouse) async throws -> String {
        let link = try #require(try await links(house).json["links"]?[0]?.text)
        return String(link.trimmingPrefix("http://localhost"))
    }

    private func lines(_ records: [LogRecord]) -> [UInt8] {
        var bytes: [UInt8] = []
        records.forEach { AuditLine.append($0, to: &bytes) }
        return bytes
    }

    @Test func `a link fetches the lines of the file, and nothing else is needed`() async throws {
        let records: [LogRecord] = [.insert(at: 0), .loss(at: 1), .insert(at: 2, arguments: #"{"insert":"订单"}"#)]
        let house = try await house(with: records)
        let answer = try await links(house)
        #expect(answer.status == 200)
        #expect(try answer.json.names == ["links"])
        let link = try #require(try answer.json["links"]?[0]?.text)
        #expect(link.hasPrefix("http://localhost/daybook/v1/audit-logs/"))
        let file = try await house.ask(.get, try await self.link(house), as: .nobody)
        #expect(file.status == 200)
        #expect(file.bytes == lines(records))
        #expect(file.header("Content-Type") == "application/x-ndjson")
        #expect(file.header("Content-Length") == "\(file.bytes.count)")
        #expect(file.header("Accept-Ranges") == "bytes")
        #expect(file.header("Content-Disposition")?.contains(Self.id) == true)
    }

    @Test func `the same file comes as OCSF when asked`() async throws {
        let records: [LogRecord] = [.insert(at: 0), .loss(at: 1), .insert(at: 2)]
        let house = try await house(with: records)
        let link = try await link(house)
        let file = try await house.ask(.get, link + "&format=ocsf", as: .nobody)
        #expect(file.status == 200)
        let lines = try file.text.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(lines.map { $0["class_uid"] } == [6005, 0, 6005])
        #expect(lines.map { $0["metadata"]?["uid"]?.text } == (1...3).map { "\(ControlHouse.node)-\($0)" })
        #expect(try await house.ask(.get, link + "&format=xml", as: .nobody).status == 400)
    }

    @Test func `a download goes on only with the file that it began with`() async throws {
        let house = try await house(with: [.insert(at: 0), .insert(at: 1)])
        let link = try await link(house)
        let tag = try #require(try await house.ask(.get, link, as: .nobody).header("ETag"))
        for (ifRange, status) in [(tag, 206), ("\"another\"", 200)] {
            let headers = [("Range", "bytes=10-19"), ("If-Range", ifRange)]
            #expect(try await house.ask(.get, link, as: .nobody, headers: headers).status == status)
        }
    }

    @Test func `a file of many megabytes comes in pieces, complete, over a socket`() async throws {
        let arguments = #"{"insert":"\#(String(repeating: "x", count: 2_000))"}"#
        let records = (0..<5_000).map { LogRecord.insert(at: $0, arguments: arguments) }
        let house = try await house(with: records)
        let expected = lines(records)
        try await house.plane.application(logger: .silent).test(.live) { client in
            let path = try await self.link(house)
            let whole = try await house.send(.get, path, as: .nobody, through: client)
            #expect(whole.bytes == expected)
            let range = ("Range", "bytes=5000000-5999999")
            let part = try await house.send(.get, path, as: .nobody, headers: [range], through: client)
            #expect(part.status == 206)
            #expect(part.bytes == Array(expected[5_000_000..<6_000_000]))
            let head = try await house.send(.head, path, as: .nobody, through: client)
            #expect(head.bytes.isEmpty)
            #expect(head.header("Content-Length") == "\(expected.count)")
        }
    }

    @Test func `one range is served as asked`() async throws {
        let house = try await house(with: [.insert(at: 0), .insert(at: 1)])
        let expected = lines([.insert(at: 0), .insert(at: 1)])
        let count = expected.count
        let path = try await link(house)
        for (range, part) in [
            ("bytes=0-0", 0..<1), ("bytes=5-", 5..<count), ("bytes=-7", count - 7..<count),
            ("bytes=0-999999", 0..<count), ("bytes=-999999", 0..<count), ("bytes=\(count - 1)-", count - 1..<count),
        ] {
            let answer = try await house.ask(.get, path, as: .nobody, headers: [("Range", range)])
            #expect(answer.status == 206)
            #expect(answer.bytes == Array(expected[part]))
            #expect(answer.header("Content-Range") == "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(count)")
            #expect(answer.header("Content-Length") == "\(part.count)")
        }
        for range in ["bytes=\(count)-", "bytes=-0", "bytes=9999999-99999999"] {
            let answer = try await house.ask(.get, path, as: .nobody, headers: [("Range", range)])
            #expect(answer.status == 416)
            #expect(answer.header("Content-Range") == "bytes */\(count)")
        }
        for range in ["bytes=0-1,3-4", "lines=0-1", "bytes=2-1", "bytes=", "bytes=-", "bytes=a-b", "bytes=+1-2", "0-1"]
        {
            let answer = try await house.ask(.get, path, as: .nobody, headers: [("Range", range)])
            #expect(answer.status == 200)
            #expect(answer.bytes == expected)
        }
    }

    @Test func `after five minutes a link is worth nothing`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let path = try await link(house)
        house.clock.advance(by: .seconds(299))
        #expect(try await house.ask(.get, path, as: .nobody).status == 200)
        house.clock.advance(by: .seconds(1))
        let answer = try await house.ask(.get, path, as: .nobody)
        #expect(answer.status == 403)
        #expect(try answer.json["error_code"] == "DAYBOOK.4031")
    }

    @Test func `links and downloads are in the log of the node, with who has which file`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let path = try await link(house)
        #expect(path.contains("&user=ann&domain=north&"))
        #expect(try await house.ask(.head, path, as: .nobody).status == 200)
        #expect(try await house.ask(.get, path, as: .nobody).status == 200)
        #expect(try await house.ask(.get, path.replacing("user=ann", with: "user=bob"), as: .nobody).status == 403)
        let page = try await house.store.scan(LogQuery(stream: ControlHouse.nodeStream, limit: 2))
        let events = page.records.compactMap { if case .audit(let event) = $0.record { event } else { nil } }
        #expect(events.map(\.command) == ["auditDownload", "auditLink"])
        #expect(events.allSatisfy { $0.users == [.init(name: "ann", database: "north")] && $0.origin == .daybook })
        #expect(events.allSatisfy { $0.arguments == #"{"files":["\#(Self.id)"]}"# })
    }

    @Test func `what cannot be recorded is not handed out`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let path = try await link(house)
        house.store.failAppends(with: LogStoreError(.storageFull, "full"))
        #expect(try await links(house).status == 507)
        #expect(try await house.ask(.get, path, as: .nobody).status == 507)
        house.store.recover()
        #expect(try await house.ask(.get, path, as: .nobody).status == 200)
    }

    @Test func `no part of a link can be changed`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let path = try await link(house)
        for other in [
            path.replacing("expires=17", with: "expires=18"), path.replacing("signature=", with: "signature=0"),
            path.replacing("_1704164645000", with: "_1704164645001"), path.replacing("1019", with: "2019"),
            path.replacing(ControlHouse.instance, with: "other"), path.replacing(ControlHouse.project, with: "other"),
            path.prefix { $0 != "?" } + "", path.replacing("expires=", with: "expires=a"),
            path.prefix { $0 != "&" } + "&signature=",
        ] {
            #expect(other != path)
            #expect(try await house.ask(.get, String(other), as: .token("ann")).status == 403, "\(other)")
        }
        let elsewhere = try await self.house(with: [.insert(at: 0)])
        #expect(try await elsewhere.ask(.get, path, as: .nobody).status == 403)
    }

    @Test func `a file that was deleted meanwhile is gone`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let path = try await link(house)
        _ = try await house.store.prune(
            house.store.segments(SegmentQuery(streams: .all)).segments.map(\.id), for: .age(days: 7))
        let answer = try await house.ask(.get, path, as: .nobody)
        #expect(answer.status == 404)
        #expect(try answer.json["error_code"] == "DAYBOOK.4041")
    }

    @Test func `fifty ids are allowed, in their order`() async throws {
        let house = try await house(with: [.insert(at: 0)])
        let ids = Array(repeating: "\"\(Self.id)\"", count: 50).joined(separator: ",")
        #expect(try await links(house, #"{"ids": [\#(ids)]}"#).json["links"]?.elements.count == 50)
        let more = try await links(house, #"{"ids": [\#(ids), "\#(Self.id)"]}"#)
        #expect(more.status == 400)
        #expect(try more.json["error_code"] == "DBS.200001")
    }

    @Test(arguments: [
        "", "{}", #"{"ids": []}"#, #"{"ids": "a"}"#, #"{"ids": [7]}"#, #"{"ids": ["nothing"]}"#,
        #"{"ids": ["\#(ControlHouse.node)_1704164645001"]}"#, #"{"ids": ["\#(ControlHouse.otherNode)_1704164645000"]}"#,
    ])
    func `an id that is not there is named`(body: String) async throws {
        let answer = try await links(try await house(with: [.insert(at: 0)]), body)
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DBS.200001")
        if body.contains("_1704164645") {
            #expect(try answer.json["error_msg"]?.text?.contains("_1704164645") == true)
        }
    }
}
