import Logbook
import NIOCore
import Testing

@testable import DocumentNodes

@Suite struct ReleaseQueueTests {
    private let event = AuditEvent(
        time: Timestamp(seconds: 1), durationMicroseconds: 10, type: .query, command: "find", database: "d",
        collection: nil, local: .init(address: "", port: 0), remote: .init(address: "", port: 0), users: [], roles: [],
        connectionID: 1, requestID: 1, application: nil, driver: nil, session: nil, transaction: nil, arguments: "{}",
        result: 0, documentsReturned: 0, documentsWritten: 0, requestByteCount: 0, replyByteCount: 0, lineByteCount: 0
    ).encoded()

    private func bytes(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

    @Test func `an answer without an event goes at once, but not past one that waits`() {
        var queue = ReleaseQueue()
        queue.add(bytes("a"))
        #expect(queue.release() == bytes("a"))
        queue.note(event)
        queue.add(bytes("b"), requestID: 1)
        queue.add(bytes("c"))
        #expect(queue.release() == nil)
        #expect(queue.nextBatch() == [event])
        #expect(queue.release() == nil)
        queue.batchRecorded()
        #expect(queue.release() == bytes("b"))
        #expect(queue.release() == bytes("c"))
        #expect(queue.release() == nil)
        #expect(!queue.hasEntries && queue.hasSettled)
    }

    @Test func `events that come while an append runs go together into the next`() {
        var queue = ReleaseQueue()
        queue.note(event)
        #expect(queue.nextBatch()?.count == 1)
        queue.add(bytes("1"), requestID: 1)
        for _ in 0..<3 {
            queue.note(event)
            queue.add(bytes("x"), requestID: 2)
        }
        #expect(queue.nextBatch() == nil)
        #expect(queue.heldByteCount == 4 * event.lineByteCount + 4)
        queue.batchRecorded()
        #expect(queue.release() == bytes("1"))
        #expect(queue.release() == nil)
        #expect(queue.nextBatch()?.count == 3)
        #expect(!queue.hasSettled)
        queue.batchRecorded()
        #expect(queue.release() == bytes("x"))
        #expect(queue.heldByteCount == 2)
    }

    @Test func `after a failure nothing is released, and the first that waited is named`() {
        var queue = ReleaseQueue()
        queue.note(event)
        queue.add(bytes("a"), requestID: 5, isLegacy: true)
        _ = queue.nextBatch()
        queue.note(event)
        queue.add(bytes("b"), requestID: 6)
        let first = queue.batchFailed()
        #expect(first?.requestID == 5)
        #expect(first?.isLegacy == true)
        #expect(queue.release() == nil)
        #expect(!queue.hasEntries)
        #expect(queue.nextBatch()?.count == 1)
        #expect(queue.batchFailed() == nil)
        #expect(queue.hasSettled)
    }

    @Test func `what passes is not held up by events, and too many of them are handed back`() {
        var queue = ReleaseQueue()
        queue.passOn()
        #expect(!queue.isPassing)
        queue.note(event)
        queue.add(bytes("a"), requestID: 1)
        _ = queue.nextBatch()
        #expect(queue.overflow(beyond: 0).isEmpty)
        queue.passOn()
        #expect(queue.release() == bytes("a"))
        for _ in 0..<3 {
            queue.note(event)
            queue.add(bytes("b"), requestID: 2)
            #expect(queue.release() == bytes("b"))
        }
        #expect(queue.heldByteCount == 0)
        #expect(queue.overflow(beyond: 3 * event.lineByteCount).isEmpty)
        #expect(queue.overflow(beyond: 3 * event.lineByteCount - 1).count == 3)
        queue.batchLost()
        #expect(!queue.isPassing && queue.hasSettled)
        queue.note(event)
        queue.add(bytes("c"), requestID: 3)
        #expect(queue.release() == nil)
        #expect(queue.nextBatch()?.count == 1)
        queue.batchLost()
        #expect(queue.release() == bytes("c"))
    }
}
