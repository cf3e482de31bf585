import DocumentAudit
import Logbook
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import DocumentNodes

@Suite(.timeLimit(.minutes(1))) struct LoopRecorderTests {
    private let store = MemoryLogStore()
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    private let recorder: NodeRecorder
    private let outcomes = Outcomes()

    /// What the submissions were told, in the order in which they were told it.
    private final class Outcomes: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock(\.self) }
        func add(_ name: Int, _ error: (any Error)?) {
            list.withLock { $0.append("\(name) " + (error.map { "\($0)" } ?? "kept")) }
        }
    }

    init() {
        recorder = NodeRecorder(
            store: store, stream: .audit(project: "p", instance: "i", node: "n"), durability: .strict,
            logger: Logger(label: "recorder") { _ in LogLines() }
        )
    }

    private func event(_ requestID: Int32, byteCount: Int = 0) -> EncodedEvent {
        AuditEvent(
            time: Timestamp(seconds: 1), durationMicroseconds: 0, type: .query, command: "find", database: "d",
            collection: nil, local: .init(address: "", port: 0), remote: .init(address: "", port: 0), users: [],
            roles: [], connectionID: 1, requestID: requestID, application: nil, driver: nil, session: nil,
            transaction: nil, arguments: "\"" + String(repeating: "x", count: byteCount) + "\"", result: 0,
            documentsReturned: 0, documentsWritten: 0, requestByteCount: 0, replyByteCount: 0, lineByteCount: 0
        ).encoded()
    }

    /// Submits one list of events after the other within one turn of the event loop.
    private func submit(
        _ submissions: [[EncodedEvent]], batchByteCount: Int = 1 << 20, loopByteCount: Int = 1 << 20
    ) async throws {
        let toldCount = outcomes.all.count + submissions.count
        var limits = NodeLimits()
        limits.appendByteCount = batchByteCount
        limits.loopAppendByteCount = loopByteCount
        try await eventLoop.submit { [recorder, eventLoop, outcomes, limits] in
            let loopRecorder = LoopRecorder(recorder, on: eventLoop, limits: limits)
            for (name, events) in submissions.enumerated() {
                loopRecorder.record(events) { error in
                    eventLoop.preconditionInEventLoop()
                    outcomes.add(name, error)
                }
            }
        }.get()
        try await eventually { outcomes.all.count == toldCount }
    }

    @Test func `what comes within one turn goes into one append, in its order`() async throws {
        try await submit([[event(1)], [event(2), event(3)], [event(4)]])
        #expect(store.batchSizes == [4])
        #expect(store.events.map(\.requestID) == [1, 2, 3, 4])
        #expect(outcomes.all == ["0 kept", "1 kept", "2 kept"])
        #expect(recorder.recordedEventCount == 4)
    }

    @Test func `an append takes so much and no more, and what is larger goes alone`() async throws {
        let large = event(2, byteCount: 5_000)
        try await submit([[event(1)], [large], [event(3)], [event(4)]], batchByteCount: 2_000)
        #expect(store.batchSizes == [1, 1, 2])
        #expect(store.events.map(\.requestID) == [1, 2, 3, 4])
    }

    @Test func `what would hold the event loop up is appended elsewhere, and answered on the loop`() async throws {
        try await submit([[event(1)], [event(2, byteCount: 5_000)], [event(3)]], loopByteCount: 2_000)
        #expect(store.batchSizes == [3])
        #expect(store.wereOnEventLoop == [false])
        try await submit([[event(4)]])
        #expect(store.wereOnEventLoop == [false, true])
        #expect(outcomes.all == ["0 kept", "1 kept", "2 kept", "0 kept"])
    }

    @Test func `appends do not wait for each other, but so many of them and no more`() async throws {
        store.hold()
        var limits = NodeLimits()
        limits.loopAppendCount = 2
        let loopRecorder = try await eventLoop.submit { [recorder, eventLoop, limits] in
            NIOLoopBound(LoopRecorder(recorder, on: eventLoop, limits: limits), eventLoop: eventLoop)
        }.get()
        for name in 0..<4 {
            try await eventLoop.submit { [outcomes] in
                loopRecorder.value.record([event(Int32(name))]) { outcomes.add(name, $0) }
            }.get()
            try await eventually { store.heldCount == min(name + 1, 2) }
        }
        #expect(outcomes.all.isEmpty)
        store.letGo()
        try await eventually { outcomes.all.count == 4 }
        // This store lets go in any order.
        #expect(store.batchSizes.sorted() == [1, 1, 2])
        #expect(store.events.map(\.requestID).sorted() == [0, 1, 2, 3])
    }

    @Test func `a failure is everybody's who was in the append`() async throws {
        store.fail(true)
        try await submit([[event(1)], [event(2)]])
        #expect(outcomes.all.allSatisfy { $0.contains("storageFull") })
        #expect(recorder.lostEventCount == 2)
        store.fail(false)
        try await recorder.closeGap()
        #expect(store.losses.map(\.maximumCount) == [2])
    }

    @Test func `an event that is too large for the store does not take the others along`() async throws {
        store.refuse(above: 3_000)
        store.fail(true)
        await #expect(throws: LogStoreError.self) { try await recorder.record([event(9)]) }
        store.fail(false)
        try await submit([[event(1)], [event(2, byteCount: 5_000)], [event(3)]])
        #expect(outcomes.all.map { $0.hasSuffix("kept") } == [true, false, true])
        #expect(store.events.map(\.requestID) == [1, 3])
        #expect(recorder.lostEventCount == 2)
        try await recorder.closeGap()
        #expect(store.losses.reduce(0) { $0 + $1.maximumCount } == 2)
    }
}
