import DocumentAudit
import Logbook
import Testing

@Suite struct ServerAuditLineTests {
    private func event(_ line: String) throws -> AuditEvent {
        try ServerAuditLine(Array(line.utf8)).event
    }

    private func written(_ event: AuditEvent) -> String {
        var bytes: [UInt8] = []
        AuditLine.append(event, to: &bytes)
        #expect(bytes.count == event.lineByteCount)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a command in MongoDB's shape keeps its arguments byte for byte`() throws {
        let args = #"{ "find" : "orders", "filter" : { "n" : 1.50, "u" : "\u00e9\/" }, "lsid" : { "id" : 1 } }"#
        let event = try event(
            #"{ "atype" : "authCheck", "ts" : { "$date" : "2026-11-21T15:29:08.119+08:00" }, "#
                + #""uuid" : { "$binary" : "x" }, "local" : { "ip" : "127.0.0.1", "port" : 27017 }, "#
                + #""remote" : { "ip" : "10.0.0.7", "port" : 59226 }, "#
                + #""users" : [ { "user" : "ali\u0063e", "db" : "admin" } ], "#
                + #""roles" : [ { "role" : "root", "db" : "admin" } ], "#
                + #""param" : { "command" : "find", "ns" : "shop.orders.eu", "args" : \#(args) }, "result" : 13 }"#)
        #expect(event.origin == .serverCommand)
        #expect((event.command, event.database, event.collection) == ("find", "shop", "orders.eu"))
        #expect(event.type == .query && event.result == 13)
        #expect(event.time == Timestamp(milliseconds: 1_795_246_148_119))
        #expect(event.users == [.init(name: "alice", database: "admin")])
        #expect(event.roles == [.init(name: "root", database: "admin")])
        #expect(event.remote == .init(address: "10.0.0.7", port: 59_226))
        #expect(event.arguments == args)
        let line = written(event)
        #expect(line.hasPrefix(#"{"atype":"authCheck","ts":{"$date":"2026-11-21T07:29:08.119Z"},"#))
        #expect(line.hasSuffix(#""args":\#(args)},"result":13,"daybook":{"type":"query","origin":"server"}}"# + "\n"))
    }

    @Test func `a message of another kind keeps its kind and its param`() throws {
        let event = try event(
            #"{"atype":"createUser","ts":{"$date":{"$numberLong":"1795246148119"}},"local":{"unix":"/run/m.sock"},"#
                + #""remote":{"unix":"anonymous"},"users":[],"roles":[],"param":{"db":"shop","user":"bob"},"result":0}"#
        )
        #expect(event.origin == .serverMessage && event.type == .command && event.database == "shop")
        let line = written(event)
        #expect(line.contains(#""local":{"unix":"/run/m.sock"},"remote":{"unix":"/anonymous"}"#))
        #expect(line.contains(#"{"atype":"createUser","#) && line.contains(#""param":{"db":"shop","user":"bob"}"#))
    }

    @Test func `a login is one, whoever noted it`() throws {
        let event = try event(
            #"{"atype":"authenticate","ts":{"$date":"2026-11-21T07:29:08.119+0000"},"local":{},"remote":{},"users":[],"#
                + #""roles":[],"param":{"user":"bob","db":"admin","mechanism":"SCRAM-SHA-256"},"result":18}"#)
        #expect(event.type == .auth && event.result == 18 && event.database == "admin")
        #expect(written(event).hasPrefix(#"{"atype":"authenticate","#))
    }

    @Test func `OCSF is kept whole, and found by who, what and where`() throws {
        let line =
            #"{"activity_id":2,"category_uid":6,"class_uid":6003,"time":1795246148119,"severity_id":1,"#
            + #""type_uid":600302,"metadata":{"version":"1.0.0"},"actor":{"user":{"type_id":1,"name":"admin.alice","#
            + #""groups":[{"name":"admin.root"}]}},"src_endpoint":{"ip":"10.0.0.7","port":59226},"#
            + #""dst_endpoint":{"ip":"127.0.0.1","port":27017},"#
            + #""api":{"operation":"find","request":{"uid":"shop.orders"},"#
            + #""response":{"code":13}},"status_id":2}"#
        let event = try event(line)
        #expect(event.command == "authCheck" && event.type == .query && event.result == 13)
        #expect(event.users == [.init(name: "alice", database: "admin")])
        #expect(event.roles == [.init(name: "root", database: "admin")])
        #expect((event.database, event.collection) == ("shop", "orders"))
        #expect(event.remote == .init(address: "10.0.0.7", port: 59_226))
        #expect(event.time == Timestamp(milliseconds: 1_795_246_148_119))
        #expect(event.arguments == line)
        #expect(written(event).contains(#""param":\#(line),"result":13"#))
        let refused =
            #"{"activity_id":0,"class_uid":6003,"time":1,"actor":{},"api":{"operation":"getParameter","#
            + #""request":{"uid":"admin"},"response":{"code":13,"error":"Unauthorized"}}}"#
        let check = try self.event(refused)
        #expect(check.type == .command && check.result == 13 && check.users.isEmpty)
        #expect((check.database, check.collection) == ("admin", nil))
        let login = #"{"class_uid":3002,"time":1,"user":{"name":"admin.bob"},"status_id":2,"unmapped":{"atype":"x"}}"#
        let failed = try self.event(login)
        #expect(failed.command == "x" && failed.type == .auth && failed.result == 1)
        #expect(failed.users == [.init(name: "bob", database: "admin")])
    }

    @Test(arguments: [
        ("", 1), ("null", 1), ("[]", 1), ("{", 2), (#"{"atype":"a""#, 13), ("{}", 1), (#"{"atype":1}"#, 1),
        (#"{"atype":"a","ts":{"$date":"yesterday"},"result":0}"#, 1),
        (#"{"atype":"a","ts":{"$date":"2026-13-21T07:29:08Z"},"result":0}"#, 1),
        (#"{"atype":"a","ts":{"$date":9223372036854775807},"result":0}"#, 1),
        (#"{"atype":"a","ts":{"$date":1}}"#, 1), (#"{"atype":"a","ts":{"$date":1},"result":0,"param":[]}"#, 1),
        (#"{"class_uid":6003}"#, 1), (#"{"class_uid":"6003","time":1}"#, 1), ("{\"a\":\"\u{1}\"}", 7),
        (#"{"a":"\ud800"}"#, 13), (#"{"a":01}"#, 7), (#"{"a":tru}"#, 6), (#"{}x"#, 3),
    ])
    func `a line that is none says where`(line: String, column: Int) {
        do {
            _ = try event(line)
            Issue.record("\(line) is no audit message")
        } catch let problem as ServerAuditLine.Problem {
            #expect(problem.column == column, "\(line)")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `bytes that are no text, and towers of brackets, are refused and not suffered`() {
        for line in [
            Array(#"{"a":""#.utf8) + [0xFF, 0xC0, UInt8(ascii: "\""), UInt8(ascii: "}")],
            Array(repeating: UInt8(ascii: "["), count: 1_000_000),
        ] {
            #expect(throws: ServerAuditLine.Problem.self) { try ServerAuditLine(line) }
        }
    }
}
