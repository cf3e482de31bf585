import DaybookTesting
import Logbook
import Synchronization

/// The model of a store, until it is told to fail.
final class FaultyLogStore: LogStore {
    private struct State {
        var failure: LogStoreError?
        var appendFailure: LogStoreError?
        var scanCount = 0
        var isHeld = false
    }

    private let base: ModelLogStore
    private let state = Mutex(State())

    init(time: TimeSource) {
        base = ModelLogStore(time: time)
    }

    func fail(with error: LogStoreError) {
        state.withLock { $0.failure = error }
    }

    /// What is kept can be read, and nothing more is kept.
    func failAppends(with error: LogStoreError) {
        state.withLock { $0.appendFailure = error }
    }

    func recover() {
        state.withLock { state in
            state.failure = nil
            state.appendFailure = nil
        }
    }

    /// Pages are read only when it is let go.
    func hold() {
        state.withLock { $0.isHeld = true }
    }

    func letGo() {
        state.withLock { $0.isHeld = false }
    }

    /// How many pages were read.
    var scanCount: Int { state.withLock { $0.scanCount } }

    private func check() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt {
        try check()
        if let failure = state.withLock({ $0.appendFailure }) { throw failure }
        return try await base.append(records, to: stream, durability: durability)
    }

    func scan(_ query: LogQuery) async throws -> LogPage {
        try check()
        state.withLock { $0.scanCount += 1 }
        while state.withLock({ $0.isHeld }) {
            try await Task.sleep(for: .milliseconds(2))
        }
        return try await base.scan(query)
    }

    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int {
        try check()
        return try await base.count(filter, in: stream)
    }

    func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        try check()
        return try await base.segments(query)
    }

    func segment(_ id: Segment.ID) async throws -> Segment? {
        try check()
        return try await base.segment(id)
    }

    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        try check()
        return try await base.read(id, from: sequence, limit: limit)
    }

    func seal(_ streams: StreamSelection) async throws -> [Segment] {
        try check()
        return try await base.seal(streams)
    }

    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] {
        try check()
        return try await base.prune(ids, for: reason)
    }

    func deletions(_ query: DeletionQuery) async throws -> DeletionPage {
        try check()
        return try await base.deletions(query)
    }

    func verify() async throws -> VerificationReport {
        try check()
        return try await base.verify()
    }
}
