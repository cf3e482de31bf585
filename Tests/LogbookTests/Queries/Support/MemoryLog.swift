import Logbook
import Synchronization

/// Streams in arrays: the least that a page or a summary needs of a store.
final class MemoryLog: LogStore {
    private let streams = Mutex<[Stream: [LogRecord]]>([:])

    init(_ records: [Stream: [LogRecord]] = [:]) {
        streams.withLock { $0 = records }
    }

    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt {
        streams.withLock { streams in
            let first = UInt64(streams[stream]?.count ?? 0) + 1
            streams[stream, default: []] += records
            return Receipt(
                stream: stream, sequences: first...(first + UInt64(records.count) - 1), isDurable: false)
        }
    }

    func scan(_ query: LogQuery) async throws -> LogPage {
        let records = streams.withLock { $0[query.stream] ?? [] }
        var stored = records.enumerated().map { StoredRecord(sequence: UInt64($0) + 1, record: $1) }
        if query.order == .newestFirst {
            stored.reverse()
        }
        if let cursor = query.cursor {
            let isNewest = query.order == .newestFirst
            stored.removeAll { isNewest ? $0.sequence >= cursor.sequence : $0.sequence <= cursor.sequence }
        }
        let matching = stored.filter { query.filter.matches($0.record) }.dropFirst(query.offset)
        let page = Array(matching.prefix(query.limit))
        let isWhole = page.count == matching.count
        return LogPage(records: page, next: isWhole ? nil : page.last.map { LogQuery.Cursor(sequence: $0.sequence) })
    }

    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int {
        streams.withLock { $0[stream] ?? [] }.count { filter.matches($0) }
    }

    func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        SegmentPage(segments: [], totalCount: 0, totalTextByteCount: 0)
    }

    func segment(_ id: Segment.ID) async throws -> Segment? { nil }
    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] { [] }
    func seal(_ streams: StreamSelection) async throws -> [Segment] { [] }
    func prune(_ ids: [Segment.ID]) async throws -> [Segment] { [] }
    func verify() async throws -> VerificationReport {
        VerificationReport(streamCount: 0, segmentCount: 0, recordCount: 0)
    }
}
