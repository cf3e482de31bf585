import Logbook
import NIOCore
import Synchronization

/// Brings the events of all connections on one event loop to the store together.
///
/// One append runs at a time; what comes meanwhile, and within one turn of the loop, goes into the next. So a busy node
/// pays for an append once for many operations, and a sync covers all that wait anyway. Appends run on the event loop
/// unless they are large: one that the store takes without a wait costs no change of thread.
/// Lives on its event loop and is touched from nowhere else.
final class LoopRecorder {
    private struct Submission {
        let events: [EncodedEvent]
        let done: ((any Error)?) -> Void

        var lineByteCount: Int { events.reduce(0) { $0 + $1.lineByteCount } }
    }

    private struct Batch {
        var submissions: [Submission] = []
        var lineByteCount = 0
    }

    private let recorder: NodeRecorder
    private let eventLoop: any EventLoop
    private let executor: EventLoopExecutor
    private let batchByteCount: Int
    private let loopByteCount: Int
    private var waiting: [Submission] = []
    private var isRunning = false

    /// - Parameters:
    ///   - batchByteCount: of the events' lines that one append takes; one submission is never split.
    ///   - loopByteCount: likewise, where the append may take the event loop's time.
    init(_ recorder: NodeRecorder, on eventLoop: any EventLoop, batchByteCount: Int, loopByteCount: Int) {
        self.recorder = recorder
        self.eventLoop = eventLoop
        self.executor = EventLoopExecutor(eventLoop)
        self.batchByteCount = batchByteCount
        self.loopByteCount = loopByteCount
    }

    /// Records events.
    ///
    /// - Parameter done: is told on the event loop, later, why it was not possible; `nil` when they are recorded.
    func record(_ events: [EncodedEvent], _ done: @escaping ((any Error)?) -> Void) {
        eventLoop.preconditionInEventLoop()
        waiting.append(Submission(events: events, done: done))
        if !isRunning {
            startAppend()
        }
    }

    /// Appends at the end of this turn of the loop what has come until then.
    ///
    /// The task is not structured: it belongs to the connections whose events it has, and they wait for it.
    private func startAppend() {
        isRunning = true
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        Task(executorPreference: executor) { [recorder] in
            let batch = bound.value.takeBatch()
            let events = batch.submissions.map(\.events)
            let outcomes: [(any Error)?]
            if batch.lineByteCount <= bound.value.loopByteCount {
                outcomes = await recorder.record(batches: events)
            } else {
                outcomes = await withTaskExecutorPreference(globalConcurrentExecutor) {
                    await recorder.record(batches: events)
                }
            }
            bound.value.end(batch, outcomes)
        }
    }

    private func end(_ batch: Batch, _ outcomes: [(any Error)?]) {
        isRunning = false
        if !waiting.isEmpty {
            // Answers leave at the end of the turn: the store goes on before that.
            startAppend()
        }
        for (submission, outcome) in zip(batch.submissions, outcomes) {
            submission.done(outcome)
        }
    }

    private func takeBatch() -> Batch {
        var batch = Batch()
        for submission in waiting {
            let byteCount = batch.lineByteCount + submission.lineByteCount
            guard batch.submissions.isEmpty || byteCount <= batchByteCount else {
                break
            }
            batch.lineByteCount = byteCount
            batch.submissions.append(submission)
        }
        waiting.removeFirst(batch.submissions.count)
        return batch
    }
}
