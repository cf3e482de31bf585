package import Logbook
internal import Logging
internal import Synchronization

/// The embedded engine: keeps the records of all streams in one folder.
///
/// Appends go through one journal, whose group commits make them last. What is not sealed yet is also held in memory;
/// sealing moves it into immutable segment files. The manifest says which segments there are.
///
/// Layout, formats and what a crash may leave are described in `docs/formats`.
package final class SegmentStore: LogStore {
    let state: SharedState
    let committer: Committer
    let sealer: Sealer
    let folder: StoreFolder
    let fileSystem: any FileSystem
    /// Threads for what reads.
    let readers: WorkPool
    /// The one thread for what seals, prunes and verifies.
    let maintenance: WorkPool
    let options: StoreOptions
    private let time: TimeSource
    private let logger: Logger
    private let lock: Mutex<(any FileLock)?>
    /// Wakes `run` while it goes.
    private let lookout = Mutex<AsyncStream<Void>.Continuation?>(nil)

    init(_ parts: OpenedParts, options: StoreOptions, time: TimeSource, logger: Logger, maintenance: WorkPool) {
        self.state = parts.state
        self.committer = parts.committer
        self.sealer = parts.sealer
        self.folder = parts.folder
        self.fileSystem = parts.fileSystem
        self.readers = WorkPool(name: "daybook.readers", width: options.readerCount)
        self.maintenance = maintenance
        self.options = options
        self.time = time
        self.logger = logger
        self.lock = Mutex(parts.lock)
    }

    /// How the store is doing now; for the control plane.
    package func health() -> StoreHealth {
        state.withLock { $0.health }
    }

    package func append(
        _ records: [LogRecord], to stream: Stream, durability: Durability
    ) async throws -> Receipt {
        try await append(RecordBatch(records), to: stream, durability: durability)
    }

    package func append(
        _ batch: RecordBatch, to stream: Stream, durability: Durability
    ) async throws -> Receipt {
        guard batch.longestByteCount <= Limits.recordByteCount, batch.bytes.count <= Limits.batchByteCount else {
            throw LogStoreError(
                .recordTooLarge, "a record may take \(Limits.recordByteCount) bytes, a batch \(Limits.batchByteCount)")
        }
        let run = try packed(batch)
        let receipt = try await append(run, to: stream, durability: durability)
        if state.withLock({ $0.isSealDue(after: stream, options.sealPolicy) }) {
            lookout.withLock { _ = $0?.yield() }
        }
        return receipt
    }

    /// Open records have a bound in memory: beyond it an append waits for sealing, as long as that makes room.
    private func append(_ run: PackedRun, to stream: Stream, durability: Durability) async throws -> Receipt {
        while true {
            do {
                return try await committer.append(run, to: stream, durability: durability)
            } catch let error as LogStoreError where error.code == .overloaded {
                guard await room(for: run.bytes.count, in: stream) else { throw error }
            }
        }
    }

    /// - Returns: whether it is of use to try again.
    private func room(for byteCount: Int, in stream: Stream) async -> Bool {
        let isMade = await withCheckedContinuation { continuation in
            let answer = state.withLock { $0.awaitRoom(for: byteCount, in: stream, continuation, options: options) }
            if let answer {
                continuation.resume(returning: answer)
            } else {
                lookout.withLock { _ = $0?.yield() }
            }
        }
        // Nobody waits for sealing that fails, as long as memory lasts.
        return isMade || state.withLock { $0.canTake(byteCount, in: stream, options) }
    }

    package func seal(_ streams: StreamSelection) async throws -> [Segment] {
        try checkIsOpen()
        await committer.barrier()
        return try await maintain { try $0.seal(streams) }
    }

    /// Seals the streams that have reached a bound of the seal policy by this time.
    ///
    /// - Returns: the new segments.
    @discardableResult
    package func sealDue(now: Timestamp) async throws -> [Segment] {
        try await maintain { try $0.sealDue(now: now) }
    }

    package func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] {
        try await maintain { try $0.prune(ids, for: reason) }
    }

    /// Looks again and again for what is due, and at once when an append fills a segment or waits for room, until the
    /// task is cancelled. Errors are logged, shown in `health`, and tried again at the next look.
    package func run() async throws {
        let (looks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        lookout.withLock { $0 = continuation }
        state.withLock { $0.room.isServed = true }
        defer {
            refuseRoom(servesOthers: false)
            lookout.withLock { $0 = nil }
        }
        await withTaskGroup { group in
            group.addTask { [options] in
                while !Task.isCancelled {
                    // Cancelled, the sleep ends early, and so does the loop.
                    try? await Task.sleep(for: options.maintenanceInterval)
                    continuation.yield()
                }
            }
            for await _ in looks {
                committer.tidy()
                let (isRoomWanted, lastWaiter) = state.withLock { (!$0.room.isEmpty, $0.room.lastNumber) }
                // What waits for room may have to wait for records first that are on their way to disk.
                if isRoomWanted { await committer.barrier() }
                defer { refuseRoom(through: lastWaiter) }
                do {
                    try await sealDue(now: time.now())
                } catch let error as LogStoreError where error.code == .closed {
                    break
                } catch {
                    logger.error("cannot seal; the records stay in the journal", metadata: ["error": "\(error)"])
                }
            }
            group.cancelAll()
        }
    }

    /// Tells appends for which sealing made no room that there is none.
    private func refuseRoom(through lastWaiter: Int = .max, servesOthers: Bool = true) {
        let waiting = state.withLock { state in
            state.room.isServed = servesOthers
            return state.room.take(through: lastWaiter)
        }
        for continuation in waiting { continuation.resume(returning: false) }
    }

    /// Brings what was appended to disk, lets the folder go, and refuses everything from now on. Seals nothing.
    package func close() async {
        let wasClosed = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
        guard !wasClosed else { return }
        await committer.barrier()
        do {
            try await maintenance.run { [sealer] in try sealer.close() }
        } catch {
            logger.warning(
                "store closes as if it had crashed; the next start looks through its journal",
                metadata: ["error": "\(error)"])
        }
        lock.withLock { $0 = nil }
    }

    private func packed(_ batch: RecordBatch) throws -> PackedRun {
        do {
            return try PackedRun(batch)
        } catch {
            throw error.asLogStoreError
        }
    }

    func checkIsOpen() throws {
        try state.withLock { state throws(LogStoreError) in try state.checkIsOpen() }
    }

    private func maintain<Result: Sendable>(
        _ work: @escaping @Sendable (Sealer) throws -> Result
    ) async throws -> Result {
        try await maintenance.run { [self] in
            try checkIsOpen()
            do {
                return try work(sealer)
            } catch {
                throw error.asLogStoreError
            }
        }
    }
}
