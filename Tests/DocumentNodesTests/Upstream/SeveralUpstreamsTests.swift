import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import Testing

@testable import DocumentNodes

@Suite(.timeLimit(.minutes(1))) struct SeveralUpstreamsTests {
    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    private func hello(_ id: Int32) -> WireMessage {
        request(id, ["hello": 1, "$db": "admin"])
    }

    /// Runs a test against a node in front of these members, and ends all of them.
    private func withNode(
        _ members: [ReplicaMember], limits: NodeLimits = NodeLimits(), _ body: (RunningNode) async throws -> Void
    ) async throws {
        var hosts: [UpstreamHost] = []
        for member in members {
            hosts.append(UpstreamHost(host: "127.0.0.1", port: try await member.start()))
        }
        let node = try await RunningNode.start(upstreamPort: 1, limits: limits, upstreams: hosts)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(node))
        } catch {
            result = .failure(error)
        }
        await node.server.shutdown()
        for member in members {
            await member.stop()
        }
        try result.get()
    }

    /// Expects that the member of this name answers a new client.
    private func expect(
        _ node: RunningNode, leadsTo name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let client = try await TestClient.connect(to: node.port)
        let answer = try await client.call(find(1))
        #expect(answer?.text == #"{"n":1,"from":"\#(name)","ok":1}"#, sourceLocation: sourceLocation)
        await client.close()
    }

    @Test func `the primary is used, wherever it stands`() async throws {
        for place in 0..<3 {
            let members = (0..<3).map { ReplicaMember("\($0)", $0 == place ? .primary : .secondary) }
            try await withNode(members) { node in
                for _ in 0..<3 {
                    try await expect(node, leadsTo: "\(place)")
                }
                // It was looked for once, on connections that no client has seen.
                #expect(members.map(\.probeCount) == (0..<3).map { $0 <= place ? 1 : 0 })
                #expect(node.store.events.count == 3)
            }
        }
    }

    @Test func `a server that is away is passed over, also when it goes later`() async throws {
        let members = [ReplicaMember("a", .mongos), ReplicaMember("b", .mongos)]
        try await withNode(members) { node in
            try await expect(node, leadsTo: "a")
            await members[0].stop()
            try await expect(node, leadsTo: "b")
            try await expect(node, leadsTo: "b")
        }
    }

    @Test func `when the primary changes, clients come to the new one`() async throws {
        let members = [ReplicaMember("a", .primary), ReplicaMember("b", .secondary)]
        try await withNode(members) { node in
            let monitor = try await TestClient.connect(to: node.port)
            let worker = try await TestClient.connect(to: node.port)
            _ = try await monitor.call(hello(1))
            _ = try await worker.call(find(1))
            members[0].become(.secondary)
            members[1].become(.primary)
            #expect(try await monitor.call(hello(2))?.text.contains(#""isWritablePrimary":false"#) == true)
            #expect(await monitor.next() == nil)
            #expect(await worker.next() == nil)
            try await expect(node, leadsTo: "b")
        }
    }

    @Test func `without a primary the first that answers is used, until there is one`() async throws {
        var limits = NodeLimits()
        limits.searchInterval = .zero
        let members = [ReplicaMember("a", .secondary), ReplicaMember("b", .secondary)]
        try await withNode(members, limits: limits) { node in
            try await expect(node, leadsTo: "a")
            let monitor = try await TestClient.connect(to: node.port)
            #expect(try await monitor.call(hello(1)) != nil)
            #expect(try await monitor.call(hello(2)) != nil)
            members[1].become(.primary)
            // Answered, unless a search that is under way finds the primary first.
            _ = try await monitor.call(hello(3))
            #expect(await monitor.next() == nil)
            try await expect(node, leadsTo: "b")
        }
    }

    @Test func `two that take writes do not make the node go to and fro`() async throws {
        let members = [ReplicaMember("a", .mongos), ReplicaMember("b", .mongos)]
        try await withNode(members) { node in
            let clients = [try await TestClient.connect(to: node.port), try await TestClient.connect(to: node.port)]
            for id: Int32 in 1...20 {
                for client in clients {
                    #expect(try await client.call(hello(id))?.header.responseTo == id)
                }
            }
            #expect(members.map(\.received.count) == [40, 0])
            for client in clients {
                await client.close()
            }
        }
    }

    @Test func `a server that takes connections and says nothing is passed over`() async throws {
        var limits = NodeLimits()
        limits.handshakeTimeout = .seconds(2)
        try await withNode([ReplicaMember("a", .mute), ReplicaMember("b", .primary)], limits: limits) { node in
            try await expect(node, leadsTo: "b")
        }
    }

    @Test func `a server that hangs up on the question is passed over at once`() async throws {
        var limits = NodeLimits()
        limits.handshakeTimeout = .minutes(10)
        try await withNode([ReplicaMember("a", .rude), ReplicaMember("b", .primary)], limits: limits) { node in
            try await expect(node, leadsTo: "b")
        }
    }

    @Test func `when none can be reached each is named with its reason`() async throws {
        let members = [ReplicaMember("a", .primary), ReplicaMember("b", .primary)]
        var limits = NodeLimits()
        limits.handshakeTimeout = .milliseconds(50)
        members[1].become(.mute)
        try await withNode(members, limits: limits) { node in
            await members[0].stop()
            let client = try await TestClient.connect(to: node.port)
            let text = try #require(try await client.call(hello(1))?.text)
            #expect(text.contains(": connection refused; 127.0.0.1:"))
            #expect(text.contains(": it does not answer a handshake"))
            #expect(await client.next() == nil)
        }
    }

    @Test func `a server that is no primary makes the node look around once in a while only`() {
        let hosts = UpstreamHosts(
            [UpstreamHost(host: "a", port: 1), UpstreamHost(host: "b", port: 1)], searchInterval: .seconds(1),
            time: .system)
        hosts.choose(0)
        #expect(!hosts.noteReadOnly(1))
        #expect(hosts.noteReadOnly(0))
        #expect(hosts.chosen == nil)
        #expect(!hosts.noteReadOnly(0))
        hosts.noteWritable(1)
        #expect(hosts.chosen == 1)
        let alone = UpstreamHosts([UpstreamHost(host: "a", port: 1)], searchInterval: .zero, time: .system)
        #expect(!alone.noteReadOnly(0))
        alone.giveUp(0)
        #expect(alone.chosen == 0)
    }
}
