import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes
import DaybookTesting

@Suite struct RefusalTests {
    @Test func `messages that cannot be looked into do not pass, and the attempt is on record`() throws {
        var connection = ObservedConnection()
        var body = ByteBuffer()
        body.writeRepeatingByte(0, count: 40)
        for (opcode, name) in [
            (Opcode.compressed, "OP_COMPRESSED"), (Opcode(rawValue: 2002), "opcode 2002"),
            (Opcode(rawValue: 0), "opcode 0"), (Opcode(rawValue: -1), "opcode -1"),
        ] {
            let answer = try #require(
                try connection.refusal(of: message(opcode, requestID: 7, responseTo: 0, body)))
            #expect(WireMessage(answer.bytes).header.responseTo == 7)
            #expect(WireMessage(answer.bytes).text.hasSuffix(#""code":17,"codeName":"ProtocolError"}"#))
            #expect(answer.event?.command == name)
            #expect(answer.event?.result == 17)
            #expect(answer.event?.type == .command)
            #expect(answer.event?.arguments == #"{"opcode":\#(opcode.rawValue)}"#)
        }
        let old = try #require(try connection.refusal(of: legacyQuery(1, "shop.orders", ["a": 1])))
        #expect(old.event?.command == "OP_QUERY")
        #expect(WireMessage(old.bytes).header.opcode == .reply)
        connection.selection = AuditSelection(.off)
        let unseen = try #require(
            try connection.refusal(of: message(.compressed, requestID: 7, responseTo: 0, body)))
        #expect(unseen.event == nil)
        #expect(throws: WireError(.malformedMessage, "")) {
            try connection.send(request(1, [:]))
        }
        #expect(connection.end().isEmpty)
    }

    @Test func `arguments that cannot be read do not hide the operation`() throws {
        var connection = ObservedConnection()
        var bytes = request(1, ["insert": "o", "$db": "s", "documents": [["a": "text"]]]).bytes
        // The length of the innermost string becomes nonsense; what the node reads at once lies before it.
        let offset = try #require(bytes.readableBytesView.firstRange(of: Array("text".utf8))?.lowerBound)
        bytes.setInteger(Int32.max, at: offset - 4, endianness: .little)
        try connection.send(WireMessage(bytes))
        let event = try connection.answer(reply(2, to: 1, ["ok": 0, "code": 22])).event
        #expect(event?.command == "insert")
        #expect(event?.result == 22)
        #expect(
            event?.arguments
                == #"{"insert":null,"$unreadable":"malformedDocument: a string does not end where its length says"}"#)
    }

    @Test func `an answer that cannot be read leaves its request unanswered`() throws {
        var connection = ObservedConnection()
        try connection.send(request(1, ["find": "o", "$db": "s"]))
        var bytes = reply(2, to: 1, ["ok": 1]).bytes
        bytes.setInteger(Int32.max, at: 21, endianness: .little)
        #expect(throws: WireError.self) {
            try connection.answer(WireMessage(bytes))
        }
        #expect(connection.end().map(\.result) == [AuditEvent.unansweredResult])
    }

    @Test func `an old command is answered in its own form when the server is away`() throws {
        var connection = ObservedConnection()
        try connection.send(legacyQuery(7, "admin.$cmd", ["ismaster": 1]))
        let error = ErrorReply.hostUnreachable(upstream: "db.example:27017", node: "n1", reason: "connection refused")
        let refusal = connection.observer.refuseLast(with: error, at: connection.now)
        let answer = try #require(refusal)
        #expect(answer.event == nil)
        let message = WireMessage(answer.bytes)
        #expect(message.header.opcode == .reply)
        #expect(message.header.responseTo == 7)
        #expect(
            message.text
                == #"{"ok":0.0,"errmsg":"daybook cannot reach the database server at db.example:27017 (connection "#
                + #"refused); check that it is running and that the upstream host and port of node n1 are right","#
                + #""code":6,"codeName":"HostUnreachable"}"#
        )
    }

    @Test func `an operation that the node itself refuses is an event with the code that it answered`() throws {
        var connection = ObservedConnection()
        try connection.send(request(7, ["find": "o", "$db": "s"]))
        let error = ErrorReply.hostUnreachable(upstream: "h:1", node: "n", reason: "r")
        let refusal = connection.observer.refuseLast(with: error, at: connection.now)
        let answer = try #require(refusal)
        #expect(answer.event?.decoded.result == 6)
        #expect(WireMessage(answer.bytes).header.opcode == .message)
        #expect(connection.end().isEmpty)
        #expect(connection.observer.refuseLast(with: error, at: connection.now) == nil)
    }

    @Test func `no request with changed bytes traps the observer`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let requests = [
            request(
                1, ["insert": "o", "$db": "s", "lsid": ["id": .binary(4, [1, 2])]], after: [("documents", [["a": 1]])]),
            request(1, ["hello": 1, "client": ["driver": ["name": "d"]], "speculativeAuthenticate": ["saslStart": 1]]),
            request(1, ["saslStart": 1, "mechanism": "SCRAM-SHA-1", "payload": .bytes("n,,n=a,r=b"), "$db": "x"]),
            request(1, ["bulkWrite": 1, "$db": "admin"], after: [("ops", [["insert": 0]])]),
            legacyQuery(1, "admin.$cmd", ["$query": ["ismaster": 1]]),
        ]
        for _ in 0..<600 {
            var connection = ObservedConnection()
            for whole in requests {
                var bytes = whole.bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let offset = Int.random(in: 16..<bytes.readableBytes, using: &generator)
                    bytes.setInteger(UInt8.random(in: .min ... .max, using: &generator), at: offset)
                }
                _ = try? connection.send(WireMessage(bytes))
                _ = try? connection.answer(reply(2, to: 1, ["ok": 1, "speculativeAuthenticate": ["done": false]]))
            }
            _ = connection.end()
        }
    }

    @Test func `no answer with changed bytes or numbers beyond all measure traps the observer`() throws {
        let most = Value.int64(.max)
        var connection = ObservedConnection()
        let event = try connection.exchange(
            ["bulkWrite": 1, "$db": "admin"],
            ["nInserted": most, "nDeleted": most, "nUpserted": most, "nModified": most, "ok": 1, "code": most])
        #expect(event?.documentsWritten == .max)
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = reply(
            2, to: 1,
            [
                "cursor": ["firstBatch": [["a": 1]], "id": 0], "n": 1, "nModified": 1.5, "upserted": [["_id": 1]],
                "writeErrors": [["code": 1]], "value": ["_id": 1], "lastErrorObject": ["n": 1], "setName": "rs",
                "hosts": ["a:1"], "me": "a:1", "speculativeAuthenticate": ["done": true], "ok": 1.0, "code": 2,
            ])
        let commands: [Value] = [
            ["find": "o", "$db": "s"], ["hello": 1, "speculativeAuthenticate": ["authenticate": 1], "$db": "s"],
            ["update": "o", "$db": "s"], ["saslStart": 1, "$db": "s"],
        ]
        for _ in 0..<600 {
            for command in commands {
                var connection = ObservedConnection()
                try connection.send(request(1, command))
                var bytes = whole.bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let offset = Int.random(in: 16..<bytes.readableBytes, using: &generator)
                    bytes.setInteger(UInt8.random(in: .min ... .max, using: &generator), at: offset)
                }
                _ = try? connection.answer(WireMessage(bytes))
                #expect(connection.end().count <= 1)
            }
        }
    }
}
