import Logbook
import NIOCore
import Synchronization

/// Brings the events of all connections on one event loop to the store together.
///
/// What comes within one turn of the loop goes into one append, so a busy node pays for it once for many operations.
/// Some appends may wait for the disk at a time: the store brings all that came during a sync to disk with the next
/// one, and begins it without asking the loop. Appends run on the event loop unless they are large: one that the store
/// takes without a wait costs no change of thread.
/// Lives on its event loop and is touched from nowhere else.
final class LoopRecorder {
    private struct Submission {
        let events: [EncodedEvent]
        let lineByteCount: Int
        let done: ((any Error)?) -> Void
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
    private let appendCountMaximum: Int
    private var waiting: [Submission] = []
    private var waitingByteCount = 0
    /// Appends that have not ended, the one that is about to begin included.
    private var appendCount = 0
    /// An append begins with what waits at the end of this turn of the loop.
    private var isStarting = false

    init(_ recorder: NodeRecorder, on eventLoop: any EventLoop, limits: NodeLimits) {
        self.recorder = recorder
        self.eventLoop = eventLoop
        self.executor = EventLoopExecutor(eventLoop)
        self.batchByteCount = limits.appendByteCount
        self.loopByteCount = limits.loopAppendByteCount
        self.appendCountMaximum = limits.loopAppendCount
    }

    /// Records events.
    ///
    /// - Parameter done: is told on the event loop, later, why it was not possible; `nil` when they are recorded.
    func record(_ events: [EncodedEvent], _ done: @escaping ((any Error)?) -> Void) {
        eventLoop.preconditionInEventLoop()
        let lineByteCount = events.reduce(0) { $0 + $1.lineByteCount }
        waiting.append(Submission(events: events, lineByteCount: lineByteCount, done: done))
        waitingByteCount += lineByteCount
        startAppend()
    }

    /// Appends at the end of this turn of the loop what has come until then.
    ///
    /// The task is not structured: it belongs to the connections whose events it has, and they wait for it.
    private func startAppend() {
        guard !waiting.isEmpty, !isStarting, appendCount < appendCountMaximum else {
            return
        }
        isStarting = true
        appendCount += 1
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
        appendCount -= 1
        // Answers leave at the end of the turn: the store goes on before that.
        startAppend()
        for (submission, outcome) in zip(batch.submissions, outcomes) {
            submission.done(outcome)
        }
    }

    private func takeBatch() -> Batch {
        var batch = Batch()
        if waitingByteCount <= batchByteCount {
            swap(&batch.submissions, &waiting)
            batch.lineByteCount = waitingByteCount
            waitingByteCount = 0
            isStarting = false
            return batch
        }
        for submission in waiting {
            let byteCount = batch.lineByteCount + submission.lineByteCount
            guard batch.submissions.isEmpty || byteCount <= batchByteCount else {
                break
            }
            batch.lineByteCount = byteCount
            batch.submissions.append(submission)
        }
        waiting.removeFirst(batch.submissions.count)
        waitingByteCount -= batch.lineByteCount
        isStarting = false
        // Whatever was too much for this append goes into one of its own.
        startAppend()
        return batch
    }
}
