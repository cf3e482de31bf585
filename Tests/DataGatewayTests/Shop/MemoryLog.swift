import Logbook
import Synchronization

/// Keeps what is appended; fails when it is told to.
final class MemoryLog: LogStore {
    private struct State {
        var entries: [(stream: Logbook.Stream, record: AccessRecord)] = []
        var failure: LogStoreError?
    }

    private let state = Mutex(State())

    func fail(with error: LogStoreError?) {
        state.withLock { $0.failure = error }
    }

    var records: [AccessRecord] {
        state.withLock { $0.entries.map(\.record) }
    }

    var streams: Set<Logbook.Stream> {
        state.withLock { Set($0.entries.map(\.stream)) }
    }

    func append(_ records: [LogRecord], to stream: Logbook.Stream, durability: Durability) async throws -> Receipt {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard durability == .strict else { throw LogStoreError(.inputOutput, "calls are recorded strictly") }
            for case .access(let record) in records {
                state.entries.append((stream, record))
            }
            let sequence = UInt64(state.entries.count)
            return Receipt(stream: stream, sequences: sequence...sequence, isDurable: true)
        }
    }

    func scan(_ query: LogQuery) async throws -> LogPage { LogPage(records: [], next: nil) }
    func count(_ filter: LogFilter, in stream: Logbook.Stream) async throws -> Int { records.count }
    func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        SegmentPage(segments: [], totalCount: 0, totalTextByteCount: 0)
    }
    func segment(_ id: Segment.ID) async throws -> Segment? { nil }
    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] { [] }
    func seal(_ streams: StreamSelection) async throws -> [Segment] { [] }
    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] { [] }
    func deletions(_ query: DeletionQuery) async throws -> DeletionPage { DeletionPage(query, of: []) }
    func verify() async throws -> VerificationReport {
        VerificationReport(streamCount: 1, segmentCount: 0, recordCount: records.count)
    }
}
