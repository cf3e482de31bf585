import DocumentAudit
import Logbook
import Logging
import Synchronization

/// Hands the events of all connections of a node to the store, and remembers what the store did not take.
///
/// When an append fails, its events are gone: a loss window that says so is put before whatever is appended next.
final class NodeRecorder: Sendable {
    private let store: any LogStore
    private let stream: Stream
    private let durability: Durability
    private let logger: Logger
    private let gap = Mutex<LossWindow?>(nil)
    private let recordedEventCounter = Atomic<UInt64>(0)
    private let lostEventCounter = Atomic<UInt64>(0)
    private let gapFlag = Atomic<Bool>(false)

    /// - Parameter logger: is told when a gap begins and when it is on record.
    init(store: any LogStore, stream: Stream, durability: Durability, logger: Logger) {
        self.store = store
        self.stream = stream
        self.durability = durability
        self.logger = logger
    }

    /// Whether events were lost that no loss window in the store tells of yet.
    var hasGap: Bool { gapFlag.load(ordering: .acquiring) }

    var recordedEventCount: UInt64 { recordedEventCounter.load(ordering: .relaxed) }
    var lostEventCount: UInt64 { lostEventCounter.load(ordering: .relaxed) }

    /// Appends events; when this returns they are as safe as the node's durability asks.
    ///
    /// - Throws: what the store throws; the events are counted as lost then.
    func record(_ events: [EncodedEvent]) async throws {
        let window = takeGap()
        do {
            try await append([events], after: window)
        } catch {
            lose(events, putBack: window, because: error)
            throw error
        }
    }

    private func append(_ batches: [[EncodedEvent]], after window: LossWindow?) async throws {
        let eventCount = batches.reduce(0) { $0 + $1.count }
        guard eventCount > 0 || window != nil else {
            return
        }
        var builder = RecordBatchBuilder(reservingCapacity: 512 * min(eventCount + 1, 1_024))
        if let window {
            builder.append(.loss(window.measuredAsAuditLine()))
        }
        for events in batches {
            for event in events {
                event.append(to: &builder)
            }
        }
        _ = try await store.append(builder.take(), to: stream, durability: durability)
        recordedEventCounter.add(UInt64(eventCount), ordering: .relaxed)
        if let window {
            logger.notice(
                "operations are recorded again; a loss window tells of those that are not",
                metadata: ["count": "\(window.maximumCount)"])
        }
    }

    private func putBack(_ window: LossWindow?) {
        guard let window else {
            return
        }
        gap.withLock { gap in
            gap = window.joined(with: gap)
            gapFlag.store(true, ordering: .releasing)
        }
    }

    /// Appends the events of several connections in one go.
    ///
    /// - Returns: for each of them, why its events were not kept. One that is too large for the store does not take the
    ///   others along.
    func record(batches: [[EncodedEvent]]) async -> [(any Error)?] {
        guard batches.count > 1 else {
            return [await failure { try await record(batches[0]) }]
        }
        let window = takeGap()
        do {
            try await append(batches, after: window)
            return Array(repeating: nil, count: batches.count)
        } catch let error as LogStoreError where error.code == .recordTooLarge {
            putBack(window)
            var outcomes: [(any Error)?] = []
            for batch in batches {
                outcomes.append(await failure { try await record(batch) })
            }
            return outcomes
        } catch {
            lose(batches.flatMap(\.self), putBack: window, because: error)
            return Array(repeating: error, count: batches.count)
        }
    }

    private func failure(of work: () async throws -> Void) async -> (any Error)? {
        do {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    /// Counts events as lost that no append will be tried for.
    ///
    /// - Parameter error: what stands in the way, for the log.
    func lose(_ events: [EncodedEvent], because error: any Error) {
        lose(events, putBack: nil, because: error)
    }

    /// Writes down a gap that is still open, if there is one.
    func closeGap() async throws {
        try await record([])
    }

    /// The same where it is tried again later.
    func tryToCloseGap() async {
        do {
            try await closeGap()
        } catch {
            logger.debug("the gap in the record cannot be written down yet", metadata: ["error": "\(error)"])
        }
    }

    private func takeGap() -> LossWindow? {
        gap.withLock { gap in
            defer { gap = nil }
            gapFlag.store(false, ordering: .releasing)
            return gap
        }
    }

    private func lose(_ events: [EncodedEvent], putBack window: LossWindow?, because error: any Error) {
        lostEventCounter.add(UInt64(events.count), ordering: .relaxed)
        let isNew = gap.withLock { gap in
            let isNew = gap == nil && window == nil
            for event in events {
                let end = event.time.advanced(by: .microseconds(event.durationMicroseconds))
                gap = LossWindow(
                    start: event.time, end: end, maximumCount: 1, reason: .recordingUnavailable
                ).joined(with: gap)
            }
            gap = window?.joined(with: gap) ?? gap
            gapFlag.store(gap != nil, ordering: .releasing)
            return isNew
        }
        if isNew {
            logger.error(
                "operations cannot be recorded",
                metadata: ["count": "\(events.count)", "error": "\(error)"])
        }
    }
}

extension LossWindow {
    fileprivate func joined(with other: LossWindow?) -> LossWindow {
        guard let other else {
            return self
        }
        return LossWindow(
            start: min(start, other.start), end: max(end, other.end),
            maximumCount: maximumCount + other.maximumCount, reason: reason
        )
    }
}
