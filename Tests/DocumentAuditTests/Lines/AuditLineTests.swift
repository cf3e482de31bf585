import DocumentAudit
import Logbook
import Testing

@Suite struct AuditLineTests {
    static let event = AuditEvent(
        time: Timestamp(microseconds: 1_607_681_689_123_456), durationMicroseconds: 412, type: .query, command: "find",
        database: "shop", collection: "orders", local: .init(address: "127.0.0.1", port: 8635),
        remote: .init(address: "::1", port: 40_000), users: [.init(name: "alice", database: "admin")],
        roles: [.init(name: "readWrite", database: "shop"), .init(name: "read", database: "crm")], connectionID: 7,
        requestID: -5, application: "shop \"web\"", driver: "PyMongo 4.20.0",
        session: "257c0070-6900-426d-aa65-a3846ecde646", transaction: 3, arguments: #"{"find":"orders"}"#, result: 0,
        documentsReturned: 5, documentsWritten: 0, requestByteCount: 100, replyByteCount: 2_000, lineByteCount: 0
    )

    private func line(_ event: AuditEvent) -> String {
        var bytes: [UInt8] = []
        AuditLine.append(event, to: &bytes)
        #expect(bytes.count == AuditLine.byteCount(of: event))
        #expect(event.measured().lineByteCount == bytes.count)
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `an operation is written with all its fields in MongoDB's shape`() {
        #expect(
            line(Self.event)
                == #"{"atype":"authCheck","ts":{"$date":"2020-12-11T10:14:49.123Z"},"#
                + #""local":{"ip":"127.0.0.1","port":8635},"remote":{"ip":"::1","port":40000},"#
                + #""users":[{"user":"alice","db":"admin"}],"#
                + #""roles":[{"role":"readWrite","db":"shop"},{"role":"read","db":"crm"}],"#
                + #""param":{"command":"find","ns":"shop.orders","args":{"find":"orders"}},"result":0,"#
                + #""daybook":{"type":"query","durationMicros":412,"connection":7,"requestId":-5,"#
                + #""application":"shop \"web\"","driver":"PyMongo 4.20.0","#
                + #""session":"257c0070-6900-426d-aa65-a3846ecde646","transaction":3,"documentsReturned":5,"#
                + #""documentsWritten":0,"requestBytes":100,"replyBytes":2000,"answered":true}}"# + "\n"
        )
    }

    @Test func `what is not known is left out, and a database command has its database as namespace`() {
        var event = Self.event
        event.collection = nil
        event.users = []
        event.roles = []
        event.application = nil
        event.driver = nil
        event.session = nil
        event.transaction = nil
        event.result = AuditEvent.unansweredResult
        event.local = .init(address: "/run/mongo.sock", port: 0)
        #expect(
            line(event)
                == #"{"atype":"authCheck","ts":{"$date":"2020-12-11T10:14:49.123Z"},"#
                + #""local":{"unix":"/run/mongo.sock"},"remote":{"ip":"::1","port":40000},"users":[],"roles":[],"#
                + #""param":{"command":"find","ns":"shop","args":{"find":"orders"}},"result":-1,"#
                + #""daybook":{"type":"query","durationMicros":412,"connection":7,"requestId":-5,"#
                + #""documentsReturned":5,"documentsWritten":0,"requestBytes":100,"replyBytes":2000,"answered":false}}"#
                + "\n"
        )
    }

    @Test func `a change of the policy is a message of its own kind, and claims nothing that nobody counted`() {
        let event = AuditEvent.policyChange(
            from: .off, to: AuditPolicy(keepDays: 7, scope: "a\"b", types: [.insert, .auth]), deletesFiles: false,
            by: .init(name: "ann", database: "north"), at: .init(address: "10.0.0.7", port: 4_711),
            time: Timestamp(seconds: 1))
        #expect(event.origin == .daybook)
        #expect(
            line(event)
                == #"{"atype":"auditConfigure","ts":{"$date":"1970-01-01T00:00:01.000Z"},"local":{},"#
                + #""remote":{"ip":"10.0.0.7","port":4711},"users":[{"user":"ann","db":"north"}],"roles":[],"#
                + #""param":{"from":{"keep_days":0,"audit_scope":"","audit_types":[]},"#
                + #""to":{"keep_days":7,"audit_scope":"a\"b","audit_types":["insert","auth"]},"deletesFiles":false},"#
                + #""result":0,"daybook":{"type":"command","origin":"daybook"}}"# + "\n")
    }

    @Test func `no command of a driver passes for a message of Daybook`() {
        var event = Self.event
        event.command = "auditConfigure"
        event.requestID = AuditEvent.Origin.daybook.rawValue
        #expect(event.origin == .node)
        #expect(line(event).hasPrefix(#"{"atype":"authCheck","#))
    }

    @Test func `a login names who wanted in`() {
        var event = Self.event
        event.type = .auth
        event.command = "saslStart"
        event.collection = nil
        event.arguments = #"{"user":"bob","db":"admin","mechanism":"SCRAM-SHA-256"}"#
        event.result = 18
        let line = line(event)
        #expect(line.hasPrefix(#"{"atype":"authenticate","#))
        #expect(line.contains(#""param":{"user":"bob","db":"admin","mechanism":"SCRAM-SHA-256"},"result":18,"#))
        #expect(line.contains(#""daybook":{"type":"auth","command":"saslStart","#))
    }

    @Test(arguments: ["\u{0}\n\r\t\u{1F}\\\"", "中文 café", "🙂", "", "a.b.c", "\u{2028}"])
    func `texts that hurt stay one line, and are counted in bytes`(text: String) {
        var event = Self.event
        event.command = text
        event.collection = text
        event.application = text
        event.users = [.init(name: text, database: text)]
        #expect(line(event).hasSuffix("}\n"))
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ])
    func `times are UTC with milliseconds`(milliseconds: Int64, expected: String) {
        var event = Self.event
        event.time = Timestamp(milliseconds: milliseconds)
        #expect(line(event).contains(#""ts":{"$date":"\#(expected)"}"#))
    }

    @Test func `times beyond four digits of years are numbers`() {
        var event = Self.event
        event.time = Timestamp(milliseconds: 253_402_300_800_000)
        #expect(line(event).contains(#""ts":{"$date":{"$numberLong":"253402300800000"}}"#))
    }

    @Test func `a loss is a line of its own`() {
        let window = LossWindow(
            start: Timestamp(seconds: 0), end: Timestamp(milliseconds: 1_500), maximumCount: 12, reason: .journalFailure
        )
        var bytes: [UInt8] = []
        AuditLine.append(LogRecord.loss(window), to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"atype":"recordsLost","ts":{"$date":"1970-01-01T00:00:00.000Z"},"local":{},"remote":{},"#
                + #""users":[],"roles":[],"param":{"start":{"$date":"1970-01-01T00:00:00.000Z"},"#
                + #""end":{"$date":"1970-01-01T00:00:01.500Z"},"maximumCount":12,"reason":"journalFailure"},"#
                + #""result":1}"# + "\n"
        )
        #expect(window.measuredAsAuditLine().lineByteCount == bytes.count)
        #expect(LogRecord.loss(window.measuredAsAuditLine()).textByteCount == bytes.count)
    }

    @Test func `lines follow each other`() {
        var bytes: [UInt8] = []
        AuditLine.append(LogRecord.audit(Self.event), to: &bytes)
        let first = bytes.count
        AuditLine.append(LogRecord.audit(Self.event), to: &bytes)
        #expect(bytes.count == 2 * first)
        #expect(Array(bytes[..<first]) == Array(bytes[first...]))
    }
}
