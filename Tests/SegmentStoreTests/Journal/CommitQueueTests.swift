import DaybookTesting
import Logbook
import Testing

@testable import SegmentStore

@Suite struct CommitQueueTests {
    /// A queue that an expectation can change.
    private final class Queue {
        private var queue = CommitQueue()

        func add(_ item: CommitQueue.Item) { queue.add(item) }
        func startDraining() -> CommitQueue.Draining { queue.startDraining() }
        func endGathering() -> Bool { queue.endGathering() }
        func takeGroup() -> [CommitQueue.Item] {
            let group = queue.takeGroup()
            queue.finish(group)
            return group
        }
        func continueDraining() -> CommitQueue.Draining { queue.continueDraining() }
    }

    private let stream = Stream.audit(project: "p", instance: "i", node: "n")

    private func relaxed(byteCount: Int = 0) throws -> CommitQueue.Item {
        var generator = SeededGenerator(seed: 1)
        var event = AuditEvent.sample(milliseconds: 1, requestID: 1)
        // Nothing that could be compressed much.
        let bytes = (0..<byteCount / 8).flatMap { _ in
            let random = generator.next()
            return (0..<8).map { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: random >> (8 * $0)) % 64 }
        }
        event.arguments = String(decoding: bytes, as: UTF8.self)
        let run = try PackedRun(RecordBatch([.audit(event)]))
        return .append(JournalEntry(stream: stream, streamBytes: [1], streamIndex: 0, run: run), nil)
    }

    @Test func `relaxed appends gather, and one look is arranged for all of them`() throws {
        let queue = Queue()
        #expect(queue.startDraining() == .none)
        queue.add(try relaxed())
        #expect(queue.startDraining() == .later)
        queue.add(try relaxed())
        #expect(queue.startDraining() == .none)
        #expect(queue.endGathering())
        #expect(queue.takeGroup().count == 2)
        #expect(queue.continueDraining() == .none)
    }

    @Test func `what somebody waits for goes at once and takes along what has gathered`() throws {
        let queue = Queue()
        queue.add(try relaxed())
        #expect(queue.startDraining() == .later)
        queue.add(.withdrawal(streamIndex: 0))
        #expect(queue.startDraining() == .now)
        #expect(queue.startDraining() == .none, "a thread is on its way")
        #expect(!queue.endGathering(), "and needs no help")
        #expect(queue.takeGroup().count == 2)
        queue.add(try relaxed())
        #expect(queue.continueDraining() == .later, "what came meanwhile gathers anew")
        #expect(queue.endGathering())
        queue.add(.withdrawal(streamIndex: 0))
        #expect(queue.takeGroup().count == 2)
        #expect(queue.continueDraining() == .none)
        #expect(!queue.endGathering())
    }

    @Test func `a look that comes when all is done finds nothing`() throws {
        let queue = Queue()
        queue.add(try relaxed())
        #expect(queue.startDraining() == .later)
        queue.add(.withdrawal(streamIndex: 0))
        #expect(queue.startDraining() == .now)
        #expect(queue.takeGroup().count == 2)
        #expect(queue.continueDraining() == .none)
        #expect(!queue.endGathering())
        queue.add(try relaxed())
        #expect(queue.startDraining() == .later)
    }

    @Test func `much of it waits for no more`() throws {
        let queue = Queue()
        queue.add(try relaxed(byteCount: 2 * Limits.gatheredByteCount))
        #expect(queue.startDraining() == .now)
    }
}
