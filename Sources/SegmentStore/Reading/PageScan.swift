internal import Logbook

/// Fills one page: from memory record by record, from segments by their columns. What the extent of a run, a segment or
/// a block tells is not read, and of a block no more pages than the page of records takes.
struct PageScan {
    private let query: LogQuery
    private let sieve: RecordSieve
    private let cancellation: Cancellation
    private var toPass: Int
    private var records: [StoredRecord] = []
    private var hasMore = false

    /// - Parameter query: with a normalized filter.
    init(_ query: LogQuery, _ cancellation: Cancellation) {
        self.query = query
        self.sieve = RecordSieve(query.filter)
        self.cancellation = cancellation
        self.toPass = query.offset
    }

    mutating func page(of snapshot: StreamSnapshot) throws -> LogPage {
        switch query.order {
        case .oldestFirst:
            for handle in snapshot.segments where !hasMore { try take(handle) }
            for run in snapshot.runs where !hasMore { try take(run) }
        case .newestFirst:
            for run in snapshot.runs.reversed() where !hasMore { try take(run) }
            for handle in snapshot.segments.reversed() where !hasMore { try take(handle) }
        }
        let last = records.last.map { LogQuery.Cursor(sequence: $0.sequence) } ?? query.cursor
        return LogPage(records: records, next: hasMore ? last : nil)
    }

    /// How many records still fit on the page.
    private var room: Int { query.limit - records.count }

    /// The positions in an extent that are behind the cursor.
    private func positions(in extent: RecordExtent) -> Range<Int> {
        guard let cursor = query.cursor else { return 0..<extent.count }
        switch query.order {
        case .oldestFirst:
            let first = cursor.sequence < extent.firstSequence ? 0 : cursor.sequence - extent.firstSequence + 1
            return Int(min(first, UInt64(extent.count)))..<extent.count
        case .newestFirst:
            let end = cursor.sequence < extent.firstSequence ? 0 : cursor.sequence - extent.firstSequence
            return 0..<Int(min(end, UInt64(extent.count)))
        }
    }

    /// Whether nothing of an extent has to be read; what is passed over is counted.
    private mutating func passes(over extent: RecordExtent) -> Bool {
        let positions = positions(in: extent)
        guard !positions.isEmpty, query.filter.mayMatch(extent) else { return true }
        guard query.filter.surelyMatches(extent) else { return false }
        return passesAll(positions.count)
    }

    /// Whether so many records that match can be counted without being read.
    private mutating func passesAll(_ count: Int) -> Bool {
        guard toPass < count else {
            toPass -= count
            return true
        }
        guard room == 0 else { return false }
        hasMore = true
        return true
    }
}

// MARK: From memory

extension PageScan {
    private mutating func take(_ run: PackedRun) throws {
        guard !passes(over: run.extent), sieve.mayPass(run.kinds) else { return }
        try cancellation.check()
        let run = try run.unpacked(in: "memory")
        let ranges = try run.ranges(in: "memory")
        let positions = positions(in: run.extent)
        for step in 0..<positions.count {
            let position =
                query.order == .oldestFirst ? positions.lowerBound + step : positions.upperBound - 1 - step
            guard let record = try sieve.record(in: ranges[position], of: run) else { continue }
            if toPass > 0 {
                toPass -= 1
            } else if room > 0 {
                records.append(
                    StoredRecord(sequence: run.extent.firstSequence + UInt64(position), record: record))
            } else {
                hasMore = true
                return
            }
        }
    }
}

// MARK: From segments

extension PageScan {
    private mutating func take(_ handle: SegmentHandle) throws {
        guard !passes(over: handle.segment.extent) else { return }
        let segment = try handle.openSegment()
        let reader = segment.reader
        let blocks = query.order == .oldestFirst ? Array(reader.blocks.indices) : reader.blocks.indices.reversed()
        for block in blocks where !hasMore && !passes(over: reader.blocks[block]) {
            try cancellation.check()
            try take(try QuestionedBlock(segment, block: block, filter: query.filter))
        }
    }

    private mutating func take(_ block: QuestionedBlock) throws {
        let rows = positions(in: block.extent)
        switch try block.verdict() {
        case .none:
            return
        case .all:
            guard !passesAll(rows.count) else { return }
            try take(RowSelection(allOf: rows.count), of: BlockPart(block, runs: [rows]))
        case .some:
            var pages = try block.pages(in: rows)
            if query.order == .newestFirst { pages.reverse() }
            var lookCount = Limits.firstLookPageCount
            while !pages.isEmpty, !hasMore {
                try cancellation.check()
                let look = pages.prefix(lookCount)
                pages.removeFirst(look.count)
                lookCount *= 2
                let part = BlockPart(block, runs: look.map(\.rows).sorted { $0.lowerBound < $1.lowerBound })
                let isWhole = look.allSatisfy { $0.verdict == .all }
                try take(isWhole ? RowSelection(allOf: part.rowCount) : part.matchingRows(), of: part)
            }
        }
    }

    private mutating func take(_ matching: RowSelection, of part: BlockPart) throws {
        let count = matching.selectedCount
        guard !passesAll(count) else { return }
        let end: RowSelection.End = query.order == .oldestFirst ? .first : .last
        let positions = matching.rows(from: end, passing: toPass, limit: room)
        hasMore = count - toPass > positions.count
        toPass = 0
        switch query.order {
        case .oldestFirst: records += try part.records(at: positions)
        case .newestFirst: records += try part.records(at: positions.reversed()).reversed()
        }
    }
}
