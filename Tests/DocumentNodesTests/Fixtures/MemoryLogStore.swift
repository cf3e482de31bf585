import Logbook
import NIOPosix
import Synchronization

/// A store that keeps what it is given, waits when it is told to, and fails when it is told to.
final class MemoryLogStore: LogStore {
    private struct State {
        var records: [LogRecord] = []
        var batchSizes: [Int] = []
        var durabilities: [Durability] = []
        var wereOnEventLoop: [Bool] = []
        var isFailing = false
        var largestByteCount = Int.max
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var records: [LogRecord] { state.withLock(\.records) }
    var batchSizes: [Int] { state.withLock(\.batchSizes) }
    var durabilities: [Durability] { state.withLock(\.durabilities) }
    /// Of each append, whether it took an event loop's time.
    var wereOnEventLoop: [Bool] { state.withLock(\.wereOnEventLoop) }
    /// Appends that wait to be let go.
    var heldCount: Int { state.withLock(\.held.count) }

    var events: [AuditEvent] {
        records.compactMap { if case .audit(let event) = $0 { event } else { nil } }
    }

    var losses: [LossWindow] {
        records.compactMap { if case .loss(let window) = $0 { window } else { nil } }
    }

    func fail(_ isFailing: Bool) {
        state.withLock { $0.isFailing = isFailing }
    }

    /// Appends whose records have more bytes of text fail.
    func refuse(above byteCount: Int) {
        state.withLock { $0.largestByteCount = byteCount }
    }

    /// Appends from now on wait for `letGo`.
    func hold() {
        state.withLock { $0.isHeld = true }
    }

    func letGo() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        held.forEach { $0.resume() }
    }

    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt {
        let isOnEventLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isHeld {
                    state.held.append(continuation)
                }
                return !state.isHeld
            }
            if goesOn {
                continuation.resume()
            }
        }
        return try state.withLock { state in
            guard !state.isFailing else {
                throw LogStoreError(.storageFull, "no space left")
            }
            guard records.reduce(0, { $0 + $1.textByteCount }) <= state.largestByteCount else {
                throw LogStoreError(.recordTooLarge, "more than one append takes")
            }
            let first = UInt64(state.records.count + 1)
            state.records += records
            state.batchSizes.append(records.count)
            state.durabilities.append(durability)
            state.wereOnEventLoop.append(isOnEventLoop)
            return Receipt(stream: stream, sequences: first...UInt64(state.records.count), isDurable: true)
        }
    }

    func scan(_ query: LogQuery) async throws -> LogPage { LogPage(records: [], next: nil) }
    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int { records.count }
    func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        SegmentPage(segments: [], totalCount: 0, totalTextByteCount: 0)
    }
    func segment(_ id: Segment.ID) async throws -> Segment? { nil }
    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] { [] }
    func seal(_ streams: StreamSelection) async throws -> [Segment] { [] }
    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] { [] }
    func deletions(_ query: DeletionQuery) async throws -> DeletionPage { DeletionPage(query, of: []) }
    func verify() async throws -> VerificationReport {
        VerificationReport(streamCount: 0, segmentCount: 0, recordCount: 0)
    }
}
