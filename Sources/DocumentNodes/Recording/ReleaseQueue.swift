import DequeModule
import Logbook
import NIOCore

/// Holds answers back until the events before them are recorded, and keeps everything in its order.
///
/// One append of a connection runs at a time; events that come meanwhile go together into the next one. Knows no
/// store: it is told how an append ended.
struct ReleaseQueue {
    struct Entry {
        var bytes: ByteBuffer
        /// The error to send in its place refers to this request; `nil` for a piece of a larger answer.
        var requestID: Int32?
        var isLegacy: Bool
        /// How many events have to be settled before it may go.
        fileprivate var eventCount: UInt64
    }

    private var entries: Deque<Entry> = []
    /// Events that no append has taken yet.
    private var waiting: [EncodedEvent] = []
    private var waitingByteCount = 0
    /// Events of the append that runs, and their bytes.
    private var running: (count: Int, byteCount: Int)?
    private var notedEventCount: UInt64 = 0
    /// Those that are recorded, or given up.
    private var settledEventCount: UInt64 = 0
    private var entryByteCount = 0
    /// Answers wait for nothing until the append that runs has ended.
    private(set) var isPassing = false

    /// Bytes of answers and events in memory that hold up further ones. While answers pass, the events do not: they are
    /// bounded by being lost.
    var heldByteCount: Int {
        isPassing ? entryByteCount : entryByteCount + waitingByteCount + (running?.byteCount ?? 0)
    }

    var hasEntries: Bool { !entries.isEmpty }

    /// Whether every event has been recorded, or has failed to be.
    var hasSettled: Bool { waiting.isEmpty && running == nil }

    mutating func note(_ event: EncodedEvent) {
        notedEventCount += 1
        waiting.append(event)
        waitingByteCount += event.lineByteCount
    }

    /// Takes an answer that may go when all events noted so far are recorded.
    mutating func add(_ bytes: ByteBuffer, requestID: Int32? = nil, isLegacy: Bool = false) {
        entryByteCount += bytes.readableBytes
        entries.append(
            Entry(bytes: bytes, requestID: requestID, isLegacy: isLegacy, eventCount: notedEventCount)
        )
    }

    /// The events of the next append; `nil` while one runs, or when there is nothing to record.
    mutating func nextBatch() -> [EncodedEvent]? {
        guard running == nil, !waiting.isEmpty else {
            return nil
        }
        running = (waiting.count, waitingByteCount)
        waitingByteCount = 0
        defer { waiting = [] }
        return waiting
    }

    /// The append that ran has ended well.
    mutating func batchRecorded() {
        guard let running else {
            preconditionFailure("an append ended that never ran")
        }
        settledEventCount += UInt64(running.count)
        self.running = nil
        isPassing = false
    }

    /// The append that ran has failed, and what waited for it goes nevertheless.
    mutating func batchLost() {
        batchRecorded()
    }

    /// The append that runs takes too long: what waits for it goes, and so does all else until it has ended.
    mutating func passOn() {
        isPassing = running != nil
    }

    /// Takes events out that nobody can wait for any longer, when there are more of them than may be in memory.
    mutating func overflow(beyond byteCount: Int) -> [EncodedEvent] {
        guard isPassing, waitingByteCount > byteCount else {
            return []
        }
        settledEventCount += UInt64(waiting.count)
        waitingByteCount = 0
        defer { waiting = [] }
        return waiting
    }

    /// The append that ran has failed: nothing from here on is ever released.
    ///
    /// - Returns: the answer that waited for it first.
    mutating func batchFailed() -> Entry? {
        guard running != nil else {
            preconditionFailure("an append ended that never ran")
        }
        running = nil
        isPassing = false
        // What became releasable before went out already, so the first one left is the first that waited.
        let first = entries.first { $0.requestID != nil }
        discardEntries()
        return first
    }

    mutating func discardEntries() {
        entries.removeAll()
        entryByteCount = 0
    }

    /// The next answer that may go.
    mutating func release() -> ByteBuffer? {
        guard let first = entries.first, isPassing || first.eventCount <= settledEventCount else {
            return nil
        }
        entries.removeFirst()
        entryByteCount -= first.bytes.readableBytes
        return first.bytes
    }
}
