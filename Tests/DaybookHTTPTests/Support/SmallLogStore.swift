import Logbook
import Synchronization

/// The contract of a log store in the fewest lines, and a way to make it fail.
final class SmallLogStore: LogStore {
    private struct State {
        var records: [Logbook.Stream: [StoredRecord]] = [:]
        var sealedCounts: [Logbook.Stream: Int] = [:]
        var segments: [Segment] = []
        var failure: LogStoreError?
        var scanCount = 0
    }

    private let state = Mutex(State())
    private let time: TimeSource

    init(time: TimeSource) {
        self.time = time
    }

    func fail(with error: LogStoreError?) {
        state.withLock { $0.failure = error }
    }

    var scanCount: Int { state.withLock { $0.scanCount } }

    private func withState<Value: Sendable>(_ body: (inout sending State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            return try body(&state)
        }
    }

    func append(_ records: [LogRecord], to stream: Logbook.Stream, durability: Durability) async throws -> Receipt {
        try withState { state in
            let first = UInt64((state.records[stream] ?? []).count + 1)
            let stored = records.enumerated().map { StoredRecord(sequence: first + UInt64($0), record: $1) }
            state.records[stream, default: []] += stored
            return Receipt(stream: stream, sequences: first...first + UInt64(records.count) - 1, isDurable: true)
        }
    }

    func scan(_ query: LogQuery) async throws -> LogPage {
        try withState { state in
            state.scanCount += 1
            var records = (state.records[query.stream] ?? []).filter { query.filter.matches($0.record) }
            if query.order == .newestFirst {
                records.reverse()
            }
            if let cursor = query.cursor {
                records.removeAll {
                    query.order == .newestFirst ? $0.sequence >= cursor.sequence : $0.sequence <= cursor.sequence
                }
            }
            let rest = records.dropFirst(query.offset)
            let page = Array(rest.prefix(query.limit))
            return LogPage(
                records: page,
                next: rest.count > page.count ? page.last.map { .init(sequence: $0.sequence) } : nil)
        }
    }

    func count(_ filter: LogFilter, in stream: Logbook.Stream) async throws -> Int {
        try withState { ($0.records[stream] ?? []).count { filter.matches($0.record) } }
    }

    func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        try withState { state in
            let selected = state.segments.filter { query.streams.contains($0.stream) }
            let matching = selected.filter { query.overlapping?.overlaps($0.times) ?? true }.sorted {
                ($0.times.upperBound, $0.id.closedMilliseconds) > ($1.times.upperBound, $1.id.closedMilliseconds)
            }
            return SegmentPage(
                segments: Array(matching.dropFirst(query.offset).prefix(query.limit)), totalCount: matching.count,
                totalTextByteCount: selected.reduce(0) { $0 + $1.textByteCount })
        }
    }

    func segment(_ id: Segment.ID) async throws -> Segment? {
        try withState { $0.segments.first { $0.id == id } }
    }

    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        try withState { state in
            guard let segment = state.segments.first(where: { $0.id == id }) else {
                throw LogStoreError(.unknownSegment, "no such segment")
            }
            let records = (state.records[id.stream] ?? []).filter { segment.sequences.contains($0.sequence) }
            return Array(records.filter { $0.sequence >= sequence }.prefix(limit))
        }
    }

    func seal(_ streams: StreamSelection) async throws -> [Segment] {
        let now = time.now().milliseconds
        return try withState { state in
            var sealed: [Segment] = []
            for stream in state.records.keys.sorted() where streams.contains(stream) {
                let open = (state.records[stream] ?? []).dropFirst(state.sealedCounts[stream] ?? 0)
                guard let first = open.first, let last = open.last else { continue }
                let times = open.map(\.record.timestamp)
                let previous = state.segments.filter { $0.stream == stream }.map(\.id.closedMilliseconds).max() ?? 0
                sealed.append(
                    Segment(
                        id: .init(stream: stream, closedMilliseconds: max(now, previous + 1)),
                        sequences: first.sequence...last.sequence,
                        times: (times.min() ?? time.now())...(times.max() ?? time.now()),
                        textByteCount: open.reduce(0) { $0 + $1.record.textByteCount }, fileByteCount: 100))
                state.sealedCounts[stream, default: 0] += open.count
            }
            state.segments += sealed
            return sealed
        }
    }

    func prune(_ ids: [Segment.ID]) async throws -> [Segment] {
        try withState { state in
            let pruned = state.segments.filter { ids.contains($0.id) }
            state.segments.removeAll { ids.contains($0.id) }
            return pruned
        }
    }

    func verify() async throws -> VerificationReport {
        VerificationReport(streamCount: 0, segmentCount: 0, recordCount: 0)
    }
}
