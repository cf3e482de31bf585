internal import Dispatch
internal import Logbook
internal import Logging
internal import Synchronization

/// Brings appends to disk on one thread of its own. While a group is being synchronized the next one gathers; no timer
/// is involved, but for relaxed appends that nobody waits for.
final class Committer: Sendable {
    private let state: SharedState
    /// Held while a group is written. Only this thread and the one that seals ever wait for it.
    private let journal: Mutex<Journal>
    let queue = DispatchQueue(label: "daybook.journal", qos: .userInitiated)
    private let options: StoreOptions
    private let time: TimeSource
    private let logger: Logger

    init(
        state: SharedState, journal: consuming sending Journal, options: StoreOptions, time: TimeSource, logger: Logger
    ) {
        self.state = state
        self.journal = Mutex(journal)
        self.options = options
        self.time = time
        self.logger = logger
    }

    func append(_ run: PackedRun, to stream: Stream, durability: Durability) async throws -> Receipt {
        switch durability {
        case .relaxed:
            if let receipt = try enqueue(run, to: stream, waiter: nil) {
                return receipt
            }
            return try await appendWaiting(run, to: stream)
        case .strict:
            return try await appendWaiting(run, to: stream)
        }
    }

    private func appendWaiting(_ run: PackedRun, to stream: Stream) async throws -> Receipt {
        try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try enqueue(run, to: stream, waiter: continuation)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Returns when everything that was appended before is on disk or has failed, and once the store is closed the end
    /// of all leases as well.
    func barrier() async {
        let now = time.now()
        await withCheckedContinuation { continuation in
            let draining = state.withLock { state in
                if state.isClosed {
                    state.withdrawLeases(now: now)
                }
                state.commits.add(.barrier(continuation))
                return state.commits.startDraining()
            }
            start(draining)
        }
    }

    /// Tries again to write loss windows that could not be written, and ends leases that nobody uses any more.
    func tidy() {
        let now = time.now()
        let draining = state.withLock { state in
            state.withdrawLeases(now: now)
            state.commits.retry()
            return state.commits.startDraining()
        }
        start(draining)
    }

    func withJournal<Result: Sendable>(_ body: (inout Journal) throws -> Result) rethrows -> Result {
        try journal.withLock { try body(&$0) }
    }

    private func enqueue(
        _ run: PackedRun, to stream: Stream, waiter: CheckedContinuation<Receipt, any Error>?
    ) throws -> Receipt? {
        let now = time.now()
        let (receipt, draining) = try state.withLock { state throws(LogStoreError) in
            let receipt = try state.enqueue(run, to: stream, waiter: waiter, options: options, now: now)
            return (receipt, state.commits.startDraining())
        }
        start(draining)
        return receipt
    }

    private func start(_ draining: CommitQueue.Draining) {
        switch draining {
        case .none: break
        case .now: queue.async { self.drain() }
        case .later:
            queue.asyncAfter(deadline: .now() + Limits.gatheringTime) {
                if self.state.withLock({ $0.commits.endGathering() }) {
                    self.drain()
                }
            }
        }
    }

    private func drain() {
        repeat {
            // Whoever is ready to run goes first: on a busy machine a sync then serves what they append, and does not
            // take the processor from them for each append by itself; on an idle one nobody does.
            Courtesy.letOthersGoFirst()
            let now = time.now()
            let (group, leases) = state.withLock { state in
                let group = state.commits.takeGroup()
                return (group, state.leaseChanges(for: group, now: now))
            }
            commit(group, leases)
        } while drainsOn()
    }

    private func drainsOn() -> Bool {
        let draining = state.withLock { $0.commits.continueDraining() }
        guard draining != .now else { return true }
        start(draining)
        return false
    }

    private func commit(_ group: [CommitQueue.Item], _ leases: [LeaseChange]) {
        let items = group.compactMap { $0.entry.map(JournalItem.records) } + leases.map(JournalItem.lease)
        do {
            if !items.isEmpty {
                try withJournal { try $0.append(items) }
            }
        } catch {
            return fail(group, error.asLogStoreError)
        }
        state.withLock { state in
            state.confirm(group)
            state.confirm(leases)
        }
        for item in group {
            switch item {
            case .append(let entry, let waiter):
                waiter?.resume(
                    returning: Receipt(stream: entry.stream, sequences: entry.run.extent.sequences, isDurable: true))
            case .loss(let entry, let window):
                logger.warning(
                    "records were lost; a loss window says so",
                    metadata: ["stream": "\(entry.stream)", "count": "\(window.maximumCount)"])
            case .withdrawal:
                continue
            case .barrier(let waiter):
                waiter.resume()
            }
        }
    }

    private func fail(_ group: [CommitQueue.Item], _ error: LogStoreError) {
        logger.error("journal cannot be written", metadata: ["error": "\(error)"])
        let now = time.now()
        let failed = state.withLock {
            $0.fail(group, error, lossLineByteCount: options.lossLineByteCount, now: now)
        }
        for item in failed {
            switch item {
            case .append(_, let waiter): waiter?.resume(throwing: error)
            case .loss, .withdrawal: continue
            case .barrier(let waiter): waiter.resume()
            }
        }
    }
}
