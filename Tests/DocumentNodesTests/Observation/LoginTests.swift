import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes

@Suite struct LoginTests {
    private let start: Value = [
        "saslStart": 1, "mechanism": "SCRAM-SHA-256", "payload": .bytes("n,,n=al=2Ci=3Dce,r=N0NCE"), "$db": "admin",
    ]
    private let proof: Value = [
        "saslContinue": 1, "conversationId": 1, "payload": .bytes("c=biws,p=PR00F"), "$db": "admin",
    ]
    private let alice = AuditEvent.Principal(name: "al,i=ce", database: "admin")

    @Test func `a login is one event, and the user stays with the connection`() throws {
        var connection = ObservedConnection()
        #expect(
            try connection.exchange(start, ["conversationId": 1, "done": false, "payload": .bytes("r"), "ok": 1]) == nil
        )
        let event = try #require(
            try connection.exchange(proof, ["conversationId": 1, "done": true, "payload": .bytes("v"), "ok": 1]))
        #expect(event.type == .auth)
        #expect(event.command == "saslStart")
        #expect(event.result == 0)
        #expect(event.users == [alice])
        #expect(event.arguments == #"{"user":"al,i=ce","db":"admin","mechanism":"SCRAM-SHA-256"}"#)
        #expect(event.durationMicroseconds == 3_000)
        let find = try connection.exchange(["find": "o", "$db": "s"], ["ok": 1])
        #expect(find?.users == [alice])
        let logout = try connection.exchange(["logout": 1, "$db": "admin"], ["ok": 1])
        #expect(logout?.users == [alice])
        #expect(try connection.exchange(["find": "o", "$db": "s"], ["ok": 1])?.users == [])
    }

    @Test func `a server that wants one more empty step gets it within the same event`() throws {
        var connection = ObservedConnection()
        #expect(try connection.exchange(start, ["done": false, "ok": 1]) == nil)
        #expect(try connection.exchange(proof, ["done": false, "ok": 1]) == nil)
        #expect(try connection.exchange(proof, ["done": true, "ok": 1])?.users == [alice])
        #expect(connection.end().isEmpty)
    }

    @Test func `a failed login is an event with its code and names who tried`() throws {
        var connection = ObservedConnection()
        #expect(try connection.exchange(start, ["done": false, "ok": 1]) == nil)
        let event = try #require(try connection.exchange(proof, ["ok": 0, "code": 18]))
        #expect(event.result == 18)
        #expect(event.users == [])
        #expect(event.arguments.contains(#""user":"al,i=ce""#))
        #expect(connection.end().isEmpty)
    }

    @Test func `a login that the client gives up is an event when the connection ends`() throws {
        var connection = ObservedConnection()
        #expect(try connection.exchange(start, ["done": false, "ok": 1]) == nil)
        let events = connection.end()
        #expect(events.map(\.result) == [AuditEvent.unansweredResult])
        #expect(events.map(\.command) == ["saslStart"])
        try connection.send(request(1, start))
        #expect(connection.end().count == 1)
    }

    @Test func `a login that begins in the handshake is one event`() throws {
        var connection = ObservedConnection()
        let speculative: Value = [
            "saslStart": 1, "mechanism": "SCRAM-SHA-1", "payload": .bytes("n,,n=bob,r=N0NCE"), "db": "shop",
        ]
        let hello: Value = ["hello": 1, "speculativeAuthenticate": speculative, "$db": "admin"]
        let answered: Value = [
            "setName": "rs", "hosts": ["a:1"], "speculativeAuthenticate": ["conversationId": 1, "done": false], "ok": 1,
        ]
        try connection.send(request(1, hello))
        let answer = try connection.answer(reply(2, to: 1, answered))
        #expect(answer.event == nil)
        #expect(
            WireMessage(answer.bytes).text.contains(#""speculativeAuthenticate":{"conversationId":1,"done":false}"#))
        let event = try #require(try connection.exchange(proof, ["done": true, "ok": 1]))
        #expect(event.users == [.init(name: "bob", database: "shop")])
        #expect(event.arguments == #"{"user":"bob","db":"shop","mechanism":"SCRAM-SHA-1"}"#)
        #expect(connection.end().isEmpty)
    }

    @Test func `a server that ignores the speculation makes no event of it`() throws {
        var connection = ObservedConnection()
        let hello: Value = ["hello": 1, "speculativeAuthenticate": start, "$db": "admin"]
        #expect(try connection.exchange(hello, ["ok": 1]) == nil)
        #expect(connection.end().isEmpty)
    }

    @Test func `a certificate logs in within one step, in the handshake or alone`() throws {
        let name = "CN=web,OU=shop"
        var connection = ObservedConnection()
        let hello: Value = [
            "hello": 1, "speculativeAuthenticate": ["authenticate": 1, "mechanism": "MONGODB-X509", "db": "$external"],
            "$db": "admin",
        ]
        let event = try connection.exchange(
            hello, ["speculativeAuthenticate": ["dbname": "$external", "user": .string(name)], "ok": 1])
        #expect(event?.command == "authenticate")
        #expect(event?.users == [.init(name: name, database: "$external")])
        connection = ObservedConnection()
        let authenticate: Value = [
            "authenticate": 1, "mechanism": "MONGODB-X509", "user": .string(name), "$db": "$external",
        ]
        #expect(try connection.exchange(authenticate, ["ok": 1])?.users == [.init(name: name, database: "$external")])
        #expect(try connection.exchange(authenticate, ["ok": 0, "code": 18])?.result == 18)
    }

    @Test func `nothing of the payloads reaches the record`() throws {
        var connection = ObservedConnection()
        connection.selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "", types: []))
        let plain: Value = [
            "saslStart": 1, "mechanism": "PLAIN", "payload": .bytes("\0bob\0S3CRET"), "$db": "$external",
        ]
        let event = try #require(try connection.exchange(plain, ["done": true, "ok": 1]))
        #expect(event.users == [.init(name: "bob", database: "$external")])
        var line: [UInt8] = []
        AuditLine.append(event, to: &line)
        let text = String(decoding: line, as: UTF8.self)
        #expect(!text.contains("S3CRET") && !text.contains("payload"))
    }

    @Test func `logins are followed while auditing is off, for it may be turned on`() throws {
        var connection = ObservedConnection()
        connection.selection = AuditSelection(.off)
        #expect(try connection.exchange(start, ["done": false, "ok": 1]) == nil)
        #expect(try connection.exchange(proof, ["done": true, "ok": 1]) == nil)
        connection.selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "", types: []))
        #expect(try connection.exchange(["find": "o", "$db": "s"], ["ok": 1])?.users == [alice])
    }

    @Test(arguments: ["", "n", "n,,", "n,,r=x", "n,,n=", ",,,,", "\0\0", "y,,n=a=", "n,,n=a=2"])
    func `payloads that make no sense trap nobody`(payload: String) throws {
        for mechanism: Value in ["SCRAM-SHA-256", "PLAIN", "GSSAPI", ""] {
            var connection = ObservedConnection()
            let start: Value = ["saslStart": 1, "mechanism": mechanism, "payload": .bytes(payload), "$db": "admin"]
            #expect(try connection.exchange(start, ["ok": 0, "code": 18])?.result == 18)
        }
    }
}
