import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes

/// What happens when one side ends before the other one does.
@Suite(.timeLimit(.minutes(1))) struct NodeEndTests {
    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    /// Far above what the tests take, far below their time limit.
    private static let impatient: NodeLimits = {
        var limits = NodeLimits()
        limits.endingTime = .milliseconds(100)
        return limits
    }()

    @Test func `a server that never answers is not waited for when the client has gone`() async throws {
        let upstream = FakeUpstream(endsLast: true) { _ in .silence }
        try await RunningNode.with(upstream: upstream, limits: Self.impatient) { node in
            let client = try await TestClient.connect(to: node.port)
            try await client.send(find(1))
            try await eventually { upstream.received.count == 1 }
            await client.close()
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.store.events.map(\.result) == [AuditEvent.unansweredResult])
        }
    }

    @Test func `a server that ends nothing is not waited for when nothing is under way`() async throws {
        let upstream = FakeUpstream(endsLast: true)
        try await RunningNode.with(upstream: upstream, limits: Self.impatient) { node in
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            await client.close()
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.store.events.map(\.result) == [0])
        }
    }

    @Test func `a client that does not take its last answer is let go when its server has hung up`() async throws {
        // More than the buffers of both sockets between the node and the client hold.
        let chunk = String(repeating: "x", count: 24 << 20)
        let upstream = FakeUpstream { request in
            let id = request.header.requestID
            return .answer([reply(id, to: id, ["cursor": ["firstBatch": [["x": .string(chunk)]]], "ok": 1])])
        }
        try await RunningNode.with(upstream: upstream, limits: Self.impatient) { node in
            let client = try await TestClient.connect(to: node.port, autoRead: false)
            try await client.send(find(1))
            try await eventually { node.store.events.count == 1 }
            upstream.hangUp()
            try await eventually { node.server.status.openConnectionCount == 0 }
            await client.close()
        }
    }

    @Test func `what was sent before the client ended its side reaches the server, however much it is`() async throws {
        let upstream = FakeUpstream(endsLast: true)
        var limits = NodeLimits()
        limits.pendingRequestCount = 2
        limits.heldByteCount = 1
        try await RunningNode.with(upstream: upstream, limits: limits) { node in
            let client = try await TestClient.connect(to: node.port)
            try await client.channel.setOption(.allowRemoteHalfClosure, value: true).get()
            var bytes = ByteBuffer()
            for id: Int32 in 1...200 {
                bytes.writeImmutableBuffer(find(id).bytes)
            }
            try await client.send(bytes)
            try await client.channel.close(mode: .output).get()
            for id: Int32 in 1...200 {
                #expect(await client.next()?.header.responseTo == id)
            }
            #expect(node.store.events.map(\.result) == Array(repeating: 0, count: 200))
            await client.close()
        }
    }

    @Test func `a client may end its side before the node has found its server`() async throws {
        let members = [ReplicaMember("a", .mute), ReplicaMember("b", .primary)]
        var limits = NodeLimits()
        limits.handshakeTimeout = .seconds(2)
        var hosts: [UpstreamHost] = []
        for member in members {
            hosts.append(UpstreamHost(host: "127.0.0.1", port: try await member.start()))
        }
        let node = try await RunningNode.start(upstreamPort: 1, limits: limits, upstreams: hosts)
        let client = try await TestClient.connect(to: node.port)
        try await client.channel.setOption(.allowRemoteHalfClosure, value: true).get()
        try await client.send(find(1))
        try await client.channel.close(mode: .output).get()
        #expect(await client.next()?.header.responseTo == 1)
        #expect(node.store.events.map(\.result) == [0])
        // One that has sent nothing, or half a request, wants nothing.
        for count in [0, 20] {
            let silent = try await TestClient.connect(to: node.port)
            try await silent.send(find(2).bytes.getSlice(at: 0, length: count) ?? ByteBuffer())
            await silent.close()
        }
        await client.close()
        try await eventually { node.server.status.openConnectionCount == 0 }
        #expect(node.store.events.count == 1)
        await node.server.shutdown()
        for member in members {
            await member.stop()
        }
    }
}
