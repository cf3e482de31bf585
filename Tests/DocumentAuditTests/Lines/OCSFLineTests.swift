import DocumentAudit
import Foundation
import Logbook
import Testing

@Suite struct OCSFLineTests {
    private static let stream = Logbook.Stream.audit(project: "p", instance: "instance-1", node: "node-1")

    private func object(_ record: LogRecord) throws -> [String: Any] {
        var bytes: [UInt8] = []
        OCSFLine.append(StoredRecord(sequence: 12, record: record), of: Self.stream, to: &bytes)
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1 && bytes.last == UInt8(ascii: "\n"))
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// What the schema demands of class 6005 and of the objects in it.
    private func validate(_ event: [String: Any]) throws {
        let activity = try #require(event["activity_id"] as? Int)
        #expect([0, 1, 2, 3, 4, 5, 6, 7, 99].contains(activity))
        #expect(event["class_uid"] as? Int == 6005 && event["category_uid"] as? Int == 6)
        #expect(event["type_uid"] as? Int == 6005 * 100 + activity)
        #expect(event["time"] is Int)
        #expect((0...6).contains(try #require(event["severity_id"] as? Int)))
        #expect([0, 1, 2, 99].contains(try #require(event["status_id"] as? Int)))
        if activity == 99 { #expect(event["activity_name"] is String) }
        let metadata = try #require(event["metadata"] as? [String: Any])
        #expect(metadata["version"] as? String == "1.3.0" && metadata["uid"] as? String == "node-1-12")
        #expect((metadata["product"] as? [String: Any])?["vendor_name"] is String)
        let actor = try #require(event["actor"] as? [String: Any])
        #expect(!Set(actor.keys).isDisjoint(with: ["process", "user", "invoked_by", "session", "app_name"]))
        if let user = actor["user"] as? [String: Any] { #expect(user["name"] is String) }
        let source = try #require(event["src_endpoint"] as? [String: Any])
        #expect(!Set(source.keys).isDisjoint(with: ["ip", "uid", "name", "hostname"]))
        let targets = ["database", "databucket", "table"].compactMap { event[$0] as? [String: Any] }
        #expect(!targets.isEmpty)
        for target in targets { #expect(target["name"] is String || target["uid"] is String) }
        #expect((event["database"] as? [String: Any])?["type_id"] as? Int == 6)
        #expect((event["query_info"] as? [String: Any])?["query_string"] is String)
    }

    @Test(arguments: AuditEvent.OperationType.allCases)
    func `an operation of any type has what class 6005 demands`(type: AuditEvent.OperationType) throws {
        var event = AuditLineTests.event
        event.type = type
        try validate(try object(.audit(event)))
        event.users = []
        event.application = nil
        event.driver = nil
        event.session = nil
        event.collection = nil
        event.database = ""
        event.remote = .unknown
        event.local = .init(address: "/run/mongo.sock", port: 0)
        event.command = "\"\u{1}中文"
        event.arguments = #"{"a":"\"\n"}"#
        event.result = AuditEvent.unansweredResult
        try validate(try object(.audit(event)))
    }

    @Test func `what was asked, by whom, and how it ended is where readers of the schema look`() throws {
        let event = try object(.audit(AuditLineTests.event))
        #expect(event["activity_name"] as? String == "Query" && event["type_uid"] as? Int == 600_504)
        #expect(event["time"] as? Int == 1_607_681_689_123 && event["status"] as? String == "Success")
        let user = (event["actor"] as? [String: Any])?["user"] as? [String: Any]
        #expect(user?["name"] as? String == "alice")
        #expect((user?["groups"] as? [[String: String]])?.first == ["name": "shop.readWrite"])
        #expect((event["query_info"] as? [String: String])?["query_string"] == AuditLineTests.event.arguments)
        #expect((event["unmapped"] as? [String: Any])?["requestBytes"] as? Int == 100)
        var failed = AuditLineTests.event
        failed.result = 11_000
        #expect(try object(.audit(failed))["status_id"] as? Int == 2)
        #expect(try object(.audit(failed))["status_code"] as? String == "11000")
    }

    @Test func `a loss is a base event that nobody overlooks`() throws {
        let window = LossWindow(
            start: Timestamp(seconds: 1), end: Timestamp(seconds: 2), maximumCount: 7, reason: .journalFailure)
        let event = try object(.loss(window))
        for (name, value) in ["class_uid": 0, "category_uid": 0, "activity_id": 99, "type_uid": 99, "severity_id": 4] {
            #expect(event[name] as? Int == value)
        }
        #expect(event["time"] as? Int == 1_000 && event["metadata"] is [String: Any])
        #expect(event["status_detail"] as? String == "journalFailure")
    }
}
