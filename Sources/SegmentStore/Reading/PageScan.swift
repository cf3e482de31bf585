internal import Logbook

/// Fills one page. Pieces whose extent answers the question are never loaded.
struct PageScan {
    private let query: LogQuery
    private var toPass: Int
    private var records: [StoredRecord] = []
    private var hasMore = false

    init(_ query: LogQuery) {
        self.query = query
        self.toPass = query.offset
    }

    mutating func page(of snapshot: StreamSnapshot) throws -> LogPage {
        // A whole segment is passed over like a whole block, without opening it.
        var scan = self
        try snapshot.walk(
            query.order,
            isWanted: { extent in
                guard scan.mayMatch(extent) else { return false }
                guard scan.toPass >= extent.count, scan.surelyMatches(extent) else { return true }
                scan.toPass -= extent.count
                return false
            },
            visit: { extent, load, place in try scan.take(extent, load, place) })
        let last = scan.records.last.map { LogQuery.Cursor(sequence: $0.sequence) } ?? query.cursor
        return LogPage(records: scan.records, next: scan.hasMore ? last : nil)
    }

    /// - Returns: whether the page needs more.
    private mutating func take(
        _ extent: RecordExtent, _ load: () throws -> RecordRun, _ place: String
    ) throws -> Bool {
        if records.count == query.limit, toPass == 0, surelyMatches(extent) {
            hasMore = true
            return false
        }
        let run = try load()
        let ranges = try run.ranges(in: place)
        for step in ranges.indices {
            let position = query.order == .oldestFirst ? step : ranges.count - 1 - step
            let sequence = extent.firstSequence + UInt64(position)
            guard isBehindCursor(sequence) else { continue }
            let record = try run.record(in: ranges[position], of: place)
            guard query.filter.matches(record) else { continue }
            if toPass > 0 {
                toPass -= 1
            } else if records.count < query.limit {
                records.append(StoredRecord(sequence: sequence, record: record))
            } else {
                hasMore = true
                return false
            }
        }
        return true
    }

    private func isBehindCursor(_ sequence: UInt64) -> Bool {
        guard let cursor = query.cursor else { return true }
        return switch query.order {
        case .oldestFirst: sequence > cursor.sequence
        case .newestFirst: sequence < cursor.sequence
        }
    }

    private func mayMatch(_ extent: RecordExtent) -> Bool {
        query.filter.mayMatch(extent) && (isBehindCursor(extent.firstSequence) || isBehindCursor(extent.lastSequence))
    }

    private func surelyMatches(_ extent: RecordExtent) -> Bool {
        query.filter.surelyMatches(extent) && isBehindCursor(extent.firstSequence)
            && isBehindCursor(extent.lastSequence)
    }
}
