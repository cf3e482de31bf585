import Logbook
import NIOCore
import Synchronization

/// Brings the events of all connections on one event loop to the store together.
///
/// One append runs at a time; what comes meanwhile, and within one turn of the loop, goes into the next. So a busy node
/// pays for an append and for two changes of thread once for many operations, and a sync covers all that wait anyway.
/// Lives on its event loop and is touched from nowhere else.
final class LoopRecorder {
    private struct Submission {
        let events: [AuditEvent]
        let done: ((any Error)?) -> Void

        var lineByteCount: Int { events.reduce(0) { $0 + $1.lineByteCount } }
    }

    private let recorder: NodeRecorder
    private let eventLoop: any EventLoop
    private let batchByteCount: Int
    private var waiting: [Submission] = []
    private var isRunning = false
    private var isScheduled = false

    /// - Parameter batchByteCount: of the events' lines that one append takes; one submission is never split.
    init(_ recorder: NodeRecorder, on eventLoop: any EventLoop, batchByteCount: Int) {
        self.recorder = recorder
        self.eventLoop = eventLoop
        self.batchByteCount = batchByteCount
    }

    /// Records events.
    ///
    /// - Parameter done: is told on the event loop, later, why it was not possible; `nil` when they are recorded.
    func record(_ events: [AuditEvent], _ done: @escaping ((any Error)?) -> Void) {
        eventLoop.preconditionInEventLoop()
        waiting.append(Submission(events: events, done: done))
        guard !isRunning, !isScheduled else {
            return
        }
        isScheduled = true
        eventLoop.assumeIsolated().execute {
            self.isScheduled = false
            self.appendNext()
        }
    }

    private func appendNext() {
        guard !isRunning, !waiting.isEmpty else {
            return
        }
        let batch = takeBatch()
        isRunning = true
        let events = batch.map(\.events)
        let promise = eventLoop.makePromise(of: [(any Error)?].self)
        promise.completeWithTask { [recorder] in await recorder.record(batches: events) }
        promise.futureResult.assumeIsolated().whenComplete { result in
            self.isRunning = false
            // The store goes on while the answers leave.
            self.appendNext()
            for (index, submission) in batch.enumerated() {
                switch result {
                case .success(let outcomes): submission.done(outcomes[index])
                case .failure(let error): submission.done(error)
                }
            }
        }
    }

    private func takeBatch() -> [Submission] {
        var count = 0
        var byteCount = 0
        for submission in waiting {
            byteCount += submission.lineByteCount
            guard count == 0 || byteCount <= batchByteCount else {
                break
            }
            count += 1
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        return batch
    }
}

/// The recorders of a node, one for each event loop that serves its connections.
final class LoopRecorders: Sendable {
    private let recorder: NodeRecorder
    private let batchByteCount: Int
    private let recorders = Mutex<[ObjectIdentifier: NIOLoopBound<LoopRecorder>]>([:])

    init(_ recorder: NodeRecorder, batchByteCount: Int) {
        self.recorder = recorder
        self.batchByteCount = batchByteCount
    }

    /// The recorder of the event loop that this is called on.
    func recorder(on eventLoop: any EventLoop) -> LoopRecorder {
        recorders.withLock { recorders in
            let key = ObjectIdentifier(eventLoop)
            if let known = recorders[key] {
                return known
            }
            let new = NIOLoopBound(
                LoopRecorder(recorder, on: eventLoop, batchByteCount: batchByteCount), eventLoop: eventLoop)
            recorders[key] = new
            return new
        }.value
    }
}
