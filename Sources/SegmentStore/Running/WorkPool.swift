internal import DequeModule
internal import Dispatch
internal import Logbook
internal import Synchronization

/// Runs blocking work on at most so many threads of its own, so that the cooperative pool never waits for a disk.
final class WorkPool: Sendable {
    private struct State {
        var waiting: Deque<@Sendable () -> Void> = []
        var runningCount = 0
    }

    let width: Int
    private let queue: DispatchQueue
    private let state = Mutex(State())

    init(name: String, width: Int) {
        self.width = width
        self.queue = DispatchQueue(label: name, attributes: .concurrent)
    }

    /// - Throws: `LogStoreError` with `overloaded` when too much is waiting already; else what the work throws.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            submit(or: { continuation.resume(throwing: $0) }) {
                continuation.resume(with: Swift.Result { try work() })
            }
        }
    }

    private func submit(or refuse: (LogStoreError) -> Void, _ job: @escaping @Sendable () -> Void) {
        let (accepted, startsThread) = state.withLock { state in
            guard state.waiting.count < Limits.waitingJobCount else { return (false, false) }
            state.waiting.append(job)
            guard state.runningCount < width else { return (true, false) }
            state.runningCount += 1
            return (true, true)
        }
        if !accepted {
            refuse(LogStoreError(.overloaded, "too many questions are waiting; try again shortly"))
        } else if startsThread {
            queue.async { self.work() }
        }
    }

    private func work() {
        while let job = nextJob() {
            job()
        }
    }

    private func nextJob() -> (@Sendable () -> Void)? {
        state.withLock { state in
            let job = state.waiting.popFirst()
            if job == nil {
                state.runningCount -= 1
            }
            return job
        }
    }
}
