import DaybookTesting
import DocumentAudit
import DocumentNodes
import Logbook
import MongoWire
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1))) struct NodeFaultTests {
    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    /// A port on which nobody listens.
    private func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    @Test func `without its server the node says so to every client, and stays up`() async throws {
        let port = try await freePort()
        let node = try await RunningNode.start(upstreamPort: port)
        let expected =
            #"{"ok":0.0,"errmsg":"daybook cannot reach the database server at 127.0.0.1:\#(port) (connection "#
            + #"refused); check that it is running and that the upstream host and port of node n1 are right","code":6,"#
            + #""codeName":"HostUnreachable"}"#
        for _ in 0..<3 {
            let client = try await TestClient.connect(to: node.port)
            #expect(try await client.call(request(1, ["hello": 1, "$db": "admin"]))?.text == expected)
            #expect(await client.next() == nil)
        }
        #expect(node.store.events.isEmpty)
        let old = try await TestClient.connect(to: node.port)
        let answer = try await old.call(legacyQuery(1, "admin.$cmd", ["ismaster": 1]))
        #expect(answer?.header.opcode == .reply)
        #expect(answer?.text == expected)
        let eager = try await TestClient.connect(to: node.port)
        _ = try await eager.call(find(5))
        #expect(node.store.events.map(\.result) == [6])
        await node.server.shutdown()
    }

    @Test(arguments: [-1, Int32.max, 0, 15, 48_016_385])
    func `a frame with a bad length ends its connection with one warning, and no other`(length: Int32) async throws {
        try await RunningNode.with { node in
            let bystander = try await TestClient.connect(to: node.port)
            _ = try await bystander.call(find(1))
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(2))
            let port = try #require(client.channel.localAddress?.port)
            var bytes = ByteBuffer()
            bytes.writeMultipleIntegers(length, Int32(1), Int32(0), Int32(2013), endianness: .little)
            try await client.send(bytes)
            #expect(await client.next() == nil)
            #expect(node.log.warnings.count == 1)
            #expect(node.log.warnings.first?.contains("127.0.0.1:\(port)") == true)
            #expect(try await bystander.call(find(3))?.header.responseTo == 3)
            await bystander.close()
        }
    }

    @Test func `a compressed message is refused with an error that says why`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            var body = ByteBuffer()
            body.writeMultipleIntegers(Int32(2013), Int32(10), UInt8(2), endianness: .little)
            let answer = try await client.call(message(.compressed, requestID: 4, responseTo: 0, body))
            #expect(answer?.header.responseTo == 4)
            #expect(answer?.text.contains("compression was not negotiated") == true)
            #expect(await client.next() == nil)
        }
    }

    @Test func `requests fed byte by byte are the same requests`() async throws {
        let upstream = FakeUpstream()
        try await RunningNode.with(upstream: upstream) { node in
            let client = try await TestClient.connect(to: node.port)
            for byte in find(1).bytes.readableBytesView {
                try await client.send(ByteBuffer(bytes: [byte]))
            }
            #expect(await client.next()?.header.responseTo == 1)
            #expect(upstream.received == [find(1)])
            await client.close()
        }
    }

    @Test func `a server that hangs up leaves an event without an answer, and the client is told by the end`()
        async throws
    {
        let upstream = FakeUpstream { $0.header.requestID == 2 ? .hangUp : FakeUpstream.agree($0) }
        try await RunningNode.with(upstream: upstream) { node in
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            #expect(try await client.call(find(2)) == nil)
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.store.events.map(\.result) == [0, AuditEvent.unansweredResult])
        }
    }

    @Test func `a client that goes away leaves an event without an answer`() async throws {
        let upstream = FakeUpstream { _ in .silence }
        try await RunningNode.with(upstream: upstream) { node in
            let client = try await TestClient.connect(to: node.port)
            try await client.send(find(1))
            try await eventually { upstream.received.count == 1 }
            await client.close()
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.store.events.map(\.result) == [AuditEvent.unansweredResult])
        }
    }

    @Test func `a client that ends its side first still gets its answers`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            try await client.channel.setOption(.allowRemoteHalfClosure, value: true).get()
            node.store.hold()
            try await client.send(find(1))
            try await eventually { node.store.heldCount == 1 }
            try await client.channel.close(mode: .output).get()
            try await Task.sleep(for: .milliseconds(20))
            node.store.letGo()
            #expect(await client.next()?.header.responseTo == 1)
            await client.close()
        }
    }

    @Test func `a client that does not read slows its server instead of filling memory`() async throws {
        let chunk = String(repeating: "x", count: 1 << 20)
        let upstream = FakeUpstream { request in
            let id = request.header.requestID
            return .answer([reply(id, to: id, ["cursor": ["firstBatch": [["x": .string(chunk)]]], "ok": 1])])
        }
        try await RunningNode.with(upstream: upstream) { node in
            let client = try await TestClient.connect(to: node.port, autoRead: false)
            for id: Int32 in 1...64 {
                try await client.send(find(id))
            }
            try await eventually { upstream.received.count > 8 }
            try await Task.sleep(for: .milliseconds(200))
            // What is recorded was read from the server; the rest waits where it came from.
            #expect(node.store.events.count < 40)
            try await client.channel.setOption(.autoRead, value: true).get()
            for id: Int32 in 1...64 {
                #expect(await client.next()?.header.responseTo == id)
            }
            #expect(node.store.events.count == 64)
            await client.close()
        }
    }

    @Test func `connections beyond the limit are closed, those within stay`() async throws {
        var limits = NodeLimits()
        limits.maximumConnectionCount = 2
        try await RunningNode.with(limits: limits) { node in
            let first = try await TestClient.connect(to: node.port)
            let second = try await TestClient.connect(to: node.port)
            _ = try await first.call(find(1))
            _ = try await second.call(find(1))
            let third = try await TestClient.connect(to: node.port)
            #expect(await third.next() == nil)
            #expect(try await first.call(find(2))?.header.responseTo == 2)
            await first.close()
            try await eventually { node.server.status.openConnectionCount == 1 }
            let fourth = try await TestClient.connect(to: node.port)
            #expect(try await fourth.call(find(1))?.header.responseTo == 1)
            await second.close()
            await fourth.close()
        }
    }

    @Test func `more requests than may wait are taken up one after the other`() async throws {
        var limits = NodeLimits()
        limits.pendingRequestCount = 2
        limits.heldByteCount = 1
        try await RunningNode.with(limits: limits) { node in
            let client = try await TestClient.connect(to: node.port)
            var bytes = ByteBuffer()
            for id: Int32 in 1...200 {
                bytes.writeImmutableBuffer(find(id).bytes)
            }
            try await client.send(bytes)
            for id: Int32 in 1...200 {
                #expect(await client.next()?.header.responseTo == id)
            }
            #expect(node.store.events.count == 200)
            await client.close()
        }
    }

    @Test func `a port that is taken is named`() async throws {
        try await RunningNode.with { node in
            let error = await #expect(throws: DocumentNodesError.self) {
                _ = try await RunningNode.start(upstreamPort: 1, port: node.port)
            }
            #expect(
                error?.description == "cannotListen: cannot listen on 127.0.0.1:\(node.port) for node n1 "
                    + "(the port is taken); free the port or give the node another one")
            await #expect(throws: DocumentNodesError(.alreadyStarted, "")) {
                try await node.server.start()
            }
        }
    }

    @Test func `garbage from clients never disturbs the node`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        try await RunningNode.with { node in
            for _ in 0..<100 {
                let client = try await TestClient.connect(to: node.port)
                var bytes = find(1).bytes
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    let offset = Int.random(in: 0..<bytes.readableBytes, using: &generator)
                    bytes.setInteger(UInt8.random(in: .min ... .max, using: &generator), at: offset)
                }
                try? await client.send(bytes)
                await client.close()
            }
            let client = try await TestClient.connect(to: node.port)
            #expect(try await client.call(find(1))?.header.responseTo == 1)
            await client.close()
        }
    }
}
