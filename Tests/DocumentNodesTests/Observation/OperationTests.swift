import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes

@Suite struct OperationTests {
    @Test func `a find is one event with who, what, how long and how much`() throws {
        var connection = ObservedConnection()
        let session = [UInt8](0x10...0x1F)
        let find = request(
            77,
            [
                "find": "orders", "filter": ["café": "中文"], "lsid": ["id": .binary(4, session)],
                "$clusterTime": ["clusterTime": 1], "$db": "shop",
            ])
        try connection.send(find)
        let answered = reply(
            5, to: 77, ["cursor": ["firstBatch": [["a": 1], ["a": 2]], "id": 0, "ns": "shop.orders"], "ok": 1.0])
        let answer = try connection.answer(answered)
        #expect(answer.bytes == answered.bytes)
        let event = try #require(answer.event)
        #expect(event.type == .query)
        #expect(event.command == "find")
        #expect(event.database == "shop")
        #expect(event.collection == "orders")
        #expect(event.arguments == #"{"find":"orders","filter":{"café":"中文"}}"#)
        #expect(event.session == "10111213-1415-1617-1819-1a1b1c1d1e1f")
        #expect(event.transaction == nil)
        #expect(event.durationMicroseconds == 1_000)
        #expect(event.result == 0)
        #expect(event.documentsReturned == 2)
        #expect(event.documentsWritten == 0)
        #expect(event.requestByteCount == Int64(find.bytes.readableBytes))
        #expect(event.replyByteCount == Int64(answered.bytes.readableBytes))
        #expect(event.requestID == 77)
        #expect(event.connectionID == 9)
        #expect(event.remote == .init(address: "127.0.0.1", port: 50_000))
        #expect(event.lineByteCount == AuditLine.byteCount(of: event))
        #expect(connection.end().isEmpty)
    }

    @Test func `each operation is of its own session and command, whatever came before it`() throws {
        var connection = ObservedConnection()
        func exchange(_ command: String, _ session: [UInt8]?) throws -> AuditEvent {
            var fields: [(String, Value)] = [(command, "orders"), ("$db", "shop")]
            if let session {
                fields.append(("lsid", .document([("id", .binary(4, session))])))
            }
            return try #require(try connection.exchange(.document(fields), ["ok": 1]))
        }
        let first = [UInt8](repeating: 0x11, count: 16)
        let second = [UInt8](repeating: 0xF0, count: 16)
        let events = [
            try exchange("find", first), try exchange("find", first), try exchange("insert", second),
            try exchange("insert", nil), try exchange(String(repeating: "x", count: 1_000), first),
            try exchange("", [1]), try exchange("find", first),
        ]
        let (one, two) = ("11111111-1111-1111-1111-111111111111", "f0f0f0f0-f0f0-f0f0-f0f0-f0f0f0f0f0f0")
        #expect(events.map(\.session) == [one, one, two, nil, one, nil, one])
        #expect(events.map(\.type) == [.query, .query, .insert, .insert, .command, .command, .query])
    }

    @Test func `a getMore belongs to the collection that it names`() throws {
        var connection = ObservedConnection()
        let event = try connection.exchange(
            ["getMore": .int64(17), "collection": "orders", "$db": "shop"],
            ["cursor": ["nextBatch": [[:], [:], [:]], "id": 0], "ok": 1])
        #expect(event?.collection == "orders")
        #expect(event?.documentsReturned == 3)
        #expect(event?.arguments == #"{"getMore":17,"collection":"orders"}"#)
    }

    @Test func `every further batch names the query that opened its cursor, on whichever connection`() throws {
        let cursors = CursorRegistry(capacity: 10)
        var first = ObservedConnection(connectionID: 1, cursors: cursors)
        var second = ObservedConnection(connectionID: 2, cursors: cursors)
        let more: Value = ["cursor": ["nextBatch": [], "id": .int64(4_711)], "ok": 1]
        let end: Value = ["cursor": ["nextBatch": [], "id": .int64(0)], "ok": 1]
        let getMore: Value = ["getMore": .int64(4_711), "collection": "o", "$db": "s"]
        _ = try first.exchange(
            ["find": "o", "$db": "s"], ["cursor": ["firstBatch": [], "id": .int64(4_711)], "ok": 1])
        let expected = #"{"getMore":4711,"collection":"o","$query":{"connection":1,"requestId":1}}"#
        #expect(try second.exchange(getMore, more)?.arguments == expected)
        #expect(try first.exchange(getMore, end)?.arguments == expected)
        #expect(try first.exchange(getMore, end)?.arguments == #"{"getMore":4711,"collection":"o"}"#)
    }

    @Test func `cursors that nobody closes do not gather`() {
        let cursors = CursorRegistry(capacity: 3)
        for cursor in Int64(1)...10 {
            cursors.open(cursor, by: .init(connectionID: 1, requestID: Int32(cursor)))
        }
        #expect(
            (Int64(1)...10).map { cursors.query(of: $0)?.requestID } == Array(repeating: nil, count: 7) + [8, 9, 10])
    }

    @Test func `declared fields are not recorded, from the request after the change on`() throws {
        var connection = ObservedConnection()
        let find: Value = ["find": "o", "filter": ["card.number": "4711", "a": 1], "$db": "s"]
        let answer: Value = ["cursor": ["firstBatch": [], "id": 0], "ok": 1]
        #expect(try connection.exchange(find, answer)?.arguments.contains("4711") == true)
        let policy = AuditPolicy(keepDays: 7, scope: "", types: [])
        connection.selection = AuditSelection(policy, maskedFields: ["card.number"])
        let masked = #"{"find":"o","filter":{"card.number":"***","a":1}}"#
        #expect(try connection.exchange(find, answer)?.arguments == masked)
    }

    @Test(
        arguments: [
            (["insert": "o", "$db": "s"], ["n": 3, "ok": 1], .insert, 0, 3),
            (["delete": "o", "$db": "s"], ["n": 2, "ok": 1], .delete, 0, 2),
            (["update": "o", "$db": "s"], ["n": 5, "nModified": 4, "upserted": [["_id": 1]], "ok": 1], .update, 0, 5),
            (
                ["findAndModify": "o", "$db": "s"],
                ["value": ["_id": 1], "lastErrorObject": ["n": 1, "updatedExisting": true], "ok": 1], .update, 1, 1
            ),
            (["count": "o", "$db": "s"], ["n": 12, "ok": 1], .query, 12, 0),
            (["distinct": "o", "$db": "s"], ["values": [1, 2, 3], "ok": 1], .query, 3, 0),
            (["aggregate": 1, "$db": "s"], ["cursor": ["firstBatch": [[:]]], "ok": 1], .query, 1, 0),
            (["ping": 1, "$db": "s"], ["ok": 1], .command, 0, 0),
            (["endSessions": [], "$db": "admin"], ["ok": 1], .command, 0, 0),
            (
                ["bulkWrite": 1, "ops": [["insert": 0], ["delete": 0]], "$db": "admin"],
                ["nInserted": 1, "nModified": 2, "nDeleted": 3, "cursor": ["firstBatch": [[:]]], "ok": 1], .delete, 0, 6
            ),
        ] as [(Value, Value, AuditEvent.OperationType, Int64, Int64)])
    func `each command tells its own numbers`(
        command: Value, answer: Value, type: AuditEvent.OperationType, returned: Int64, written: Int64
    ) throws {
        var connection = ObservedConnection()
        let event = try #require(try connection.exchange(command, answer))
        #expect(event.type == type)
        #expect(event.documentsReturned == returned)
        #expect(event.documentsWritten == written)
        #expect(event.result == 0)
    }

    @Test(
        arguments: [
            (["ok": 0.0, "code": 11_000], 11_000), (["ok": 0], 8), (["ok": 0, "code": 13.0], 13), ([:], 8),
            (["ok": 1, "n": 0, "writeErrors": [["index": 0, "code": 121], ["index": 1, "code": 9]]], 121),
            (["ok": 1, "writeErrors": []], 0),
        ] as [(Value, Int32)])
    func `the result is the code of what went wrong first`(answer: Value, result: Int32) throws {
        var connection = ObservedConnection()
        #expect(try connection.exchange(["insert": "o", "$db": "s"], answer)?.result == result)
    }

    @Test func `documents of a bulk are arguments, before the body and after it`() throws {
        var connection = ObservedConnection()
        try connection.send(
            request(
                1, ["insert": "o", "ordered": true, "$db": "s"], before: [("documents", [["_id": 1], ["_id": "中"]])],
                after: [("more", [["x": true]])]))
        let event = try connection.answer(reply(2, to: 1, ["n": 2, "ok": 1])).event
        #expect(
            event?.arguments
                == #"{"insert":"o","ordered":true,"documents":[{"_id":1},{"_id":"中"}],"more":[{"x":true}]}"#)
    }

    @Test func `an insert that wants no answer is an event at once`() throws {
        var connection = ObservedConnection()
        let events = try connection.send(request(1, ["insert": "o", "$db": "s"], flags: .moreToCome))
        #expect(events.map(\.command) == ["insert"])
        #expect(events.map(\.result) == [AuditEvent.unansweredResult])
        #expect(events.first?.replyByteCount == 0)
        #expect(connection.end().isEmpty)
    }

    @Test func `a transaction has its number, a retryable write has none`() throws {
        var connection = ObservedConnection()
        let inTransaction = try connection.exchange(
            ["insert": "o", "txnNumber": .int64(4), "autocommit": false, "$db": "s"], ["n": 1, "ok": 1])
        #expect(inTransaction?.transaction == 4)
        let alone = try connection.exchange(["insert": "o", "txnNumber": .int64(5), "$db": "s"], ["n": 1, "ok": 1])
        #expect(alone?.transaction == nil)
    }

    @Test func `pipelined requests meet their answers in any order`() throws {
        var connection = ObservedConnection()
        for id: Int32 in 1...3 {
            try connection.send(request(id, ["find": .string("c\(id)"), "$db": "s"]))
        }
        for id: Int32 in [2, 3, 1] {
            let event = try connection.answer(reply(100 + id, to: id, ["ok": 1])).event
            #expect(event?.collection == "c\(id)")
        }
        #expect(connection.observer.pending.isEmpty)
    }

    @Test func `two requests with one id are answered in their order`() throws {
        var connection = ObservedConnection()
        try connection.send(request(1, ["find": "first", "$db": "s"]))
        try connection.send(request(1, ["find": "second", "$db": "s"]))
        #expect(try connection.answer(reply(8, to: 1, ["ok": 1])).event?.collection == "first")
        #expect(try connection.answer(reply(9, to: 1, ["ok": 1])).event?.collection == "second")
    }

    /// The protocol has each answer refer to the one before; some servers go on referring to the request.
    @Test(arguments: [true, false])
    func `a stream of answers is an event an answer`(isChained: Bool) throws {
        var connection = ObservedConnection()
        try connection.send(request(1, ["getMore": 5, "collection": "o", "$db": "s"], flags: .exhaustAllowed))
        let batch: Value = ["cursor": ["nextBatch": [[:], [:]]], "ok": 1]
        let first = try connection.answer(reply(50, to: 1, batch, flags: .moreToCome)).event
        let second = try connection.answer(reply(51, to: isChained ? 50 : 1, batch, flags: .moreToCome)).event
        let last = try connection.answer(reply(52, to: isChained ? 51 : 1, batch)).event
        #expect([first, second, last].map { $0?.documentsReturned } == [2, 2, 2])
        #expect([first, second, last].map { $0?.requestID } == [1, 1, 1])
        #expect(second?.requestByteCount == 0)
        #expect(connection.observer.pending.isEmpty)
    }

    @Test func `what was never answered is an event when the connection ends`() throws {
        var connection = ObservedConnection()
        try connection.send(request(1, ["find": "a", "$db": "s"]))
        try connection.send(request(2, ["drop": "b", "$db": "s"]))
        let events = connection.end()
        #expect(events.map(\.collection) == ["a", "b"])
        #expect(events.allSatisfy { $0.result == AuditEvent.unansweredResult })
        #expect(connection.end().isEmpty)
    }

    @Test func `only what the policy asks for is an event`() throws {
        var connection = ObservedConnection()
        connection.selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "s", types: [.insert]))
        #expect(try connection.exchange(["insert": "o", "$db": "s"], ["ok": 1]) != nil)
        #expect(try connection.exchange(["insert": "o", "$db": "other"], ["ok": 1]) == nil)
        #expect(try connection.exchange(["find": "o", "$db": "s"], ["ok": 1]) == nil)
        connection.selection = AuditSelection(.off)
        #expect(try connection.exchange(["insert": "o", "$db": "s"], ["ok": 1]) == nil)
        #expect(connection.observer.pending.isEmpty)
        let large = MessageHeader(messageByteCount: 100_000, requestID: 1, responseTo: 0, opcode: .message)
        #expect(!connection.observer.gathers(request: large, selection: connection.selection))
        #expect(!connection.observer.gathers(reply: large))
    }

    @Test(
        arguments: [
            (["createUser": "bob", "pwd": "S3CRET", "roles": [], "$db": "admin"], #""pwd":"***""#),
            (["updateUser": "bob", "pwd": "S3CRET", "$db": "admin"], #""pwd":"***""#),
            (["copydbsaslstart": 1, "payload": .bytes("S3CRET"), "$db": "admin"], #""payload":"***""#),
        ] as [(Value, String)])
    func `credentials do not reach the record`(command: Value, expected: String) throws {
        var connection = ObservedConnection()
        let event = try #require(try connection.exchange(command, ["ok": 1]))
        #expect(event.arguments.contains(expected))
        #expect(!event.arguments.contains("S3CRET"))
        #expect(!event.arguments.contains("UzNDUkVU"))
    }

    @Test(
        arguments: [
            (["renameCollection": "shop.a.b", "to": "shop.c", "$db": "admin"], "shop", "a.b"),
            (["explain": ["find": "orders"], "$db": "shop"], "shop", "orders"),
            (["aggregate": 1, "$db": "shop"], "shop", nil), (["createUser": "bob", "$db": "shop"], "shop", nil),
            (["unknown": "x", "$db": "shop"], "shop", nil), (["dbStats": 1, "$db": "shop"], "shop", nil),
            (["create": "c", "$db": "shop"], "shop", "c"), (["ping": 1], "", nil),
        ] as [(Value, String, String?)])
    func `the namespace is found where the command has it`(command: Value, database: String, collection: String?) throws
    {
        var connection = ObservedConnection()
        let event = try #require(try connection.exchange(command, ["ok": 1]))
        #expect(event.database == database)
        #expect(event.collection == collection)
    }
}
