import DocumentAudit
import DocumentNodes
import Logbook
import MongoWire
import NIOCore
import Testing

/// What traffic does while the record cannot be kept.
@Suite(.timeLimit(.minutes(1))) struct NodeRecordingTests {
    private let passing = RecordingPolicy(failure: .pass)

    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    @Test(arguments: Durability.allCases)
    func `the store is asked for the durability that is set`(durability: Durability) async throws {
        try await RunningNode.with(recording: RecordingPolicy(durability: durability)) { node in
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            #expect(node.store.durabilities == [durability])
            await client.close()
        }
    }

    @Test(arguments: Durability.allCases)
    func `traffic that may pass goes on while the store fails, and the gap is told of`(
        durability: Durability
    ) async throws {
        let recording = RecordingPolicy(durability: durability, failure: .pass)
        try await RunningNode.with(recording: recording) { node in
            let before = TimeSource.system.now()
            let client = try await TestClient.connect(to: node.port)
            _ = try await client.call(find(1))
            node.store.fail(true)
            for id: Int32 in 2...50 {
                #expect(try await client.call(find(id))?.text == #"{"n":1,"ok":1}"#)
            }
            #expect(node.server.status.lostEventCount == 49)
            #expect(node.log.warnings.count == 1)
            node.store.fail(false)
            #expect(try await client.call(find(51))?.header.responseTo == 51)
            let after = TimeSource.system.now()
            let window = try #require(node.store.losses.first)
            #expect(node.store.losses.count == 1)
            #expect(window.maximumCount == 49)
            #expect(window.reason == .recordingUnavailable)
            #expect(before <= window.start && window.start <= window.end && window.end <= after)
            #expect(node.store.events.map(\.requestID) == [1, 51])
            await client.close()
        }
    }

    @Test func `a gap is on record also when nothing follows it`() async throws {
        var limits = NodeLimits()
        limits.gapInterval = .milliseconds(5)
        try await RunningNode.with(limits: limits, recording: passing) { node in
            let running = Task { try await node.server.run() }
            let client = try await TestClient.connect(to: node.port)
            node.store.fail(true)
            _ = try await client.call(find(1))
            node.store.fail(false)
            try await eventually { node.store.losses.map(\.maximumCount) == [1] }
            await client.close()
            running.cancel()
            try await running.value
        }
    }

    @Test func `a gap is on record before the node is gone`() async throws {
        try await RunningNode.with(recording: passing) { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.fail(true)
            _ = try await client.call(find(1))
            node.store.fail(false)
            await node.server.shutdown()
            #expect(node.store.losses.map(\.maximumCount) == [1])
        }
    }

    @Test func `a store that does not answer holds traffic up for a moment only, and memory stays bounded`()
        async throws
    {
        var limits = NodeLimits()
        limits.recordingPatience = .milliseconds(50)
        limits.heldByteCount = 20_000
        let text = Value.string(String(repeating: "x", count: 1_000))
        try await RunningNode.with(limits: limits, recording: passing) { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.hold()
            for id: Int32 in 1...200 {
                let answer = try await client.call(request(id, ["find": "o", "filter": ["a": text], "$db": "s"]))
                #expect(answer?.header.responseTo == id)
            }
            #expect(node.store.events.isEmpty)
            #expect(node.store.heldCount == 1)
            // The first append has one event; the others are lost but for the last 20 kB.
            #expect(node.server.status.lostEventCount > 170)
            node.store.letGo()
            try await eventually {
                node.store.events.count + Int(node.server.status.lostEventCount) == 200 && !node.store.losses.isEmpty
            }
            #expect(node.store.losses.map { Int($0.maximumCount) } == [200 - node.store.events.count])
            await client.close()
        }
    }

    @Test func `a store that hangs and then fails loses what it had taken as well`() async throws {
        var limits = NodeLimits()
        limits.recordingPatience = .milliseconds(20)
        try await RunningNode.with(limits: limits, recording: passing) { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.hold()
            for id: Int32 in 1...3 {
                #expect(try await client.call(find(id))?.header.responseTo == id)
            }
            node.store.fail(true)
            node.store.letGo()
            try await eventually { node.server.status.lostEventCount == 3 }
            node.store.fail(false)
            #expect(try await client.call(find(4))?.header.responseTo == 4)
            try await eventually { node.store.losses.map(\.maximumCount) == [3] }
            await client.close()
        }
    }

    @Test func `where traffic is blocked a store that does not answer holds it up`() async throws {
        var limits = NodeLimits()
        limits.recordingPatience = .milliseconds(1)
        try await RunningNode.with(limits: limits) { node in
            let client = try await TestClient.connect(to: node.port)
            node.store.hold()
            try await client.send(find(1))
            try await eventually { node.store.heldCount == 1 }
            try await Task.sleep(for: .milliseconds(100))
            #expect(node.store.events.isEmpty)
            node.store.letGo()
            #expect(await client.next()?.header.responseTo == 1)
            #expect(node.store.events.count == 1)
            await client.close()
        }
    }
}
