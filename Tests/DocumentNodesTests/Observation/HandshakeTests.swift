import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes

@Suite struct HandshakeTests {
    private let primary: Value = [
        "helloOk": true, "hosts": ["db1:27017", "db2:27017"], "passives": ["db3:27017"], "arbiters": ["db4:27017"],
        "setName": "rs0", "setVersion": 3, "isWritablePrimary": true, "secondary": false, "primary": "db1:27017",
        "me": "db1:27017", "topologyVersion": ["counter": .int64(6)], "compression": ["zstd"], "maxWireVersion": 21,
        "ok": 1.0,
    ]

    private func rewritten(_ value: Value) throws -> String {
        try ExtendedJSON.relaxed(try HandshakeReply.rewritten(document(value), node: "node:8635"))
    }

    @Test func `a primary's answer leads to the node alone`() throws {
        #expect(
            try rewritten(primary)
                == #"{"helloOk":true,"hosts":["node:8635"],"setName":"rs0","setVersion":3,"isWritablePrimary":true,"#
                + #""secondary":false,"primary":"node:8635","me":"node:8635","topologyVersion":{"counter":6},"#
                + #""maxWireVersion":21,"ok":1.0}"#
        )
    }

    @Test func `a secondary's answer does not promise a primary`() throws {
        #expect(
            try rewritten([
                "hosts": ["a:1"], "setName": "rs0", "ismaster": false, "primary": "b:2", "me": "a:1", "ok": 1,
            ])
                == #"{"hosts":["node:8635"],"setName":"rs0","ismaster":false,"me":"node:8635","ok":1}"#
        )
    }

    @Test func `a single server and mongos lose only compression`() throws {
        #expect(
            try rewritten(["ismaster": true, "msg": "isdbgrid", "compression": ["snappy"], "hosts": ["kept"], "ok": 1])
                == #"{"ismaster":true,"msg":"isdbgrid","hosts":["kept"],"ok":1}"#
        )
    }

    @Test(arguments: ["hello", "isMaster", "ismaster"])
    func `a handshake is no operation, and its answer is rewritten`(command: String) throws {
        var connection = ObservedConnection()
        try connection.send(request(1, .document([(command, .int32(1)), ("$db", "admin")])))
        let answer = try connection.answer(reply(2, to: 1, primary, flags: .checksumPresent))
        #expect(answer.event == nil)
        let message = WireMessage(answer.bytes)
        #expect(message.header.requestID == 2)
        #expect(message.header.responseTo == 1)
        #expect(message.text.contains(#""me":"node.example:8635""#))
        #expect(connection.end().isEmpty)
    }

    @Test func `an old handshake is answered in its old form`() throws {
        var connection = ObservedConnection()
        try connection.send(legacyQuery(1, "admin.$cmd", ["ismaster": 1, "client": ["application": ["name": "old"]]]))
        let answered = LegacyReply.encode(document(primary), requestID: 2, responseTo: 1)
        let answer = try connection.answer(WireMessage(answered))
        let message = WireMessage(answer.bytes)
        #expect(message.header.opcode == .reply)
        #expect(message.text.contains(#""hosts":["node.example:8635"]"#))
        #expect(connection.observer.client.application == "old")
    }

    @Test func `every answer of a stream of handshakes is rewritten`() throws {
        var connection = ObservedConnection()
        connection.selection = AuditSelection(.off)
        try connection.send(request(1, ["hello": 1, "maxAwaitTimeMS": 10_000, "$db": "admin"], flags: .exhaustAllowed))
        for (id, previous) in [(Int32(10), Int32(1)), (11, 10), (12, 11)] {
            let answer = try connection.answer(reply(id, to: previous, primary, flags: .moreToCome))
            let message = WireMessage(answer.bytes)
            #expect(message.text.contains(#""hosts":["node.example:8635"]"#))
            #expect(try OpMessage(message).flags == .moreToCome)
        }
        #expect(connection.observer.pending.count == 1)
        #expect(connection.observer.isIdle)
        #expect(connection.end().isEmpty)
    }

    @Test func `the driver introduces itself once, and is remembered`() throws {
        var connection = ObservedConnection()
        _ = try connection.exchange(
            [
                "hello": 1,
                "client": ["application": ["name": "shop"], "driver": ["name": "PyMongo", "version": "4.20.0"]],
                "$db": "admin",
            ], primary)
        _ = try connection.exchange(["hello": 1, "$db": "admin"], primary)
        let event = try connection.exchange(["ping": 1, "$db": "admin"], ["ok": 1])
        #expect(event?.application == "shop")
        #expect(event?.driver == "PyMongo 4.20.0")
    }
}
