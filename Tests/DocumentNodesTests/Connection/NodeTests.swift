import DocumentAudit
import DocumentNodes
import Logbook
import MongoWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct NodeTests {
    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    @Test func `a driver is led to the node and its operations are recorded`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            let hello = try await client.call(
                request(1, ["hello": 1, "client": ["driver": ["name": "d"]], "$db": "admin"]))
            let address = "127.0.0.1:\(node.port)"
            #expect(
                hello?.text
                    == #"{"setName":"rs","hosts":["\#(address)"],"me":"\#(address)","primary":"\#(address)","#
                    + #""isWritablePrimary":true,"ok":1}"#)
            let answer = try await client.call(find(2))
            #expect(answer?.header.responseTo == 2)
            let event = try #require(node.store.events.first)
            #expect(node.store.events.count == 1)
            #expect(event.collection == "orders")
            #expect(event.driver == "d")
            #expect(event.local.port == UInt16(node.port))
            #expect(event.remote.port == UInt16(client.channel.localAddress?.port ?? 0))
            #expect(event.connectionID == 1)
            await client.close()
        }
    }

    @Test func `an answer waits until its event is kept, and those that wait meanwhile go together`() async throws {
        let upstream = FakeUpstream()
        try await RunningNode.with(upstream: upstream) { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.hold()
            for id: Int32 in 1...5 {
                try await client.send(find(id))
            }
            try await eventually { upstream.received.count == 5 && node.store.heldCount == 1 }
            try await Task.sleep(for: .milliseconds(50))
            #expect(node.store.events.isEmpty)
            // Nothing has reached the client: the first thing it sees comes after the store let go.
            node.store.letGo()
            for id: Int32 in 1...5 {
                #expect(await client.next()?.header.responseTo == id)
                #expect(node.store.events.count >= Int(id))
            }
            #expect(node.store.events.map(\.requestID) == [1, 2, 3, 4, 5])
            #expect(node.store.batchSizes.count < 5)
            await client.close()
        }
    }

    @Test func `when recording fails the client gets an error and no answer`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.fail(true)
            let answer = try #require(try await client.call(find(2)))
            #expect(answer.header.responseTo == 2)
            #expect(answer.text.hasPrefix(#"{"ok":0.0,"errmsg":"daybook could not record this operation"#))
            #expect(answer.text.hasSuffix(#""code":96,"codeName":"OperationFailed"}"#))
            #expect(await client.next() == nil)
            #expect(node.server.status.lostEventCount == 1)
            #expect(node.log.warnings.count == 1)
        }
    }

    @Test func `while recording is not possible operations do not reach the server, and the gap is told of afterwards`()
        async throws
    {
        let upstream = FakeUpstream()
        try await RunningNode.with(upstream: upstream) { node in
            node.store.fail(true)
            let first = try await TestClient.connect(to: node.port)
            _ = try await first.call(find(1))
            #expect(await first.next() == nil)
            let second = try await TestClient.connect(to: node.port)
            let answer = try await second.call(find(2))
            #expect(answer?.text.contains("so this one was not carried out") == true)
            #expect(await second.next() == nil)
            #expect(upstream.received.map(\.header.requestID) == [1])
            node.store.fail(false)
            let third = try await TestClient.connect(to: node.port)
            #expect(try await third.call(find(3))?.text == #"{"n":1,"ok":1}"#)
            #expect(node.store.losses.map(\.maximumCount) == [1])
            #expect(node.store.events.map(\.requestID) == [3])
            await third.close()
        }
    }

    @Test func `a write that wants no answer is recorded`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            try await client.send(request(1, ["insert": "o", "$db": "s"], flags: .moreToCome))
            #expect(try await client.call(find(2))?.header.responseTo == 2)
            #expect(node.store.events.map(\.command) == ["insert", "find"])
            await client.close()
        }
    }

    @Test func `a policy counts at once on a running connection`() async throws {
        try await RunningNode.with(policy: .off) { node in
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            node.policy.update(RunningNode.everything)
            _ = try await client.call(find(2))
            node.policy.update(AuditPolicy(keepDays: 7, scope: "", types: [.insert]))
            _ = try await client.call(find(3))
            _ = try await client.call(request(4, ["insert": "o", "$db": "s"]))
            node.policy.update(.off)
            _ = try await client.call(find(5))
            #expect(node.store.events.map(\.requestID) == [2, 4])
            await client.close()
        }
    }

    @Test(arguments: [true, false])
    func `messages of megabytes pass unchanged, audited or not`(isAudited: Bool) async throws {
        let upstream = FakeUpstream { request in
            .answer([
                WireMessage(OpMessage.encode((try? OpMessage(request).body) ?? .empty, requestID: 9, responseTo: 1))
            ])
        }
        try await RunningNode.with(upstream: upstream, policy: isAudited ? RunningNode.everything : .off) { node in
            let client = try await TestClient.connect(to: node.port)
            let text = String(repeating: "中文 large ", count: 500_000)
            let sent = request(1, ["insert": "big", "text": .string(text), "$db": "s"])
            let answer = try await client.call(sent)
            #expect(answer?.document == sent.document)
            #expect(upstream.received.first?.bytes == sent.bytes)
            #expect(node.store.events.count == (isAudited ? 1 : 0))
            #expect(node.store.events.allSatisfy { $0.arguments.utf8.count > text.utf8.count })
            await client.close()
        }
    }

    @Test func `a hundred connections are recorded each for itself`() async throws {
        try await RunningNode.with { node in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number: Int32 in 0..<100 {
                    group.addTask {
                        let client = try await TestClient.connect(to: node.port)
                        for id: Int32 in 1...20 {
                            let answer = try await client.call(find(number * 1_000 + id))
                            #expect(answer?.header.responseTo == number * 1_000 + id)
                        }
                        await client.close()
                    }
                }
                try await group.waitForAll()
            }
            let byConnection = Dictionary(grouping: node.store.events, by: \.connectionID)
            #expect(byConnection.count == 100)
            for events in byConnection.values {
                #expect(events.count == 20)
                #expect(events.map(\.requestID) == events.map(\.requestID).sorted())
                #expect(Set(events.map(\.remote.port)).count == 1)
            }
        }
    }

    @Test func `a node that shuts down lets an operation end and records it`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.hold()
            try await client.send(find(1))
            try await eventually { node.store.heldCount == 1 }
            async let ended: Void = node.server.shutdown()
            try await Task.sleep(for: .milliseconds(20))
            node.store.letGo()
            #expect(await client.next()?.header.responseTo == 1)
            #expect(await client.next() == nil)
            await ended
            #expect(node.store.events.count == 1)
            #expect(node.server.status.openConnectionCount == 0)
            await #expect(throws: (any Error).self) {
                try await TestClient.connect(to: node.port)
            }
        }
    }

    @Test func `an idle connection does not hold a shutdown up`() async throws {
        try await RunningNode.with { node in
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            await node.server.shutdown()
            #expect(await client.next() == nil)
        }
    }
}
