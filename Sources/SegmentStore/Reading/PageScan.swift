internal import Logbook

/// Fills one page: from memory record by record, from segments by their columns. What the extent of a run, a segment or
/// a block tells is not read, and of a block no more pages than the page of records takes.
///
/// Goes from step to step. Segments can also be searched elsewhere, several at a time, and what was found be taken in
/// their order.
struct PageScan<Maker: PageRowMaker>: Sendable {
    private let query: LogQuery
    private let maker: Maker
    /// `nil` when there is nothing in memory.
    private let sieve: RecordSieve?
    private let point: PointCondition?
    /// What is left to be searched; the last one is the next of its kind.
    private var runs: ArraySlice<PackedRun>
    private let segments: [SegmentHandle]
    private var segmentsLeft: Int
    private var toPass: Int
    private var rows: [Maker.Row] = []
    private var hasMore = false

    /// - Parameter query: with a normalized filter.
    init(_ query: LogQuery, of snapshot: StreamSnapshot, _ maker: Maker) {
        self.query = query
        self.maker = maker
        point = PointCondition(of: query.filter, kind: query.stream.kind)
        self.toPass = query.offset
        let isOldestFirst = query.order == .oldestFirst
        runs = isOldestFirst ? snapshot.runs.reversed()[...] : snapshot.runs[...]
        segments = isOldestFirst ? snapshot.segments.reversed() : snapshot.segments
        segmentsLeft = segments.count
        sieve = runs.isEmpty ? nil : RecordSieve(query.filter)
    }

    /// What was found, and where to go on.
    var page: (rows: [Maker.Row], next: LogQuery.Cursor?) {
        let last = rows.last.map { LogQuery.Cursor(sequence: maker.sequence(of: $0)) } ?? query.cursor
        return (rows, hasMore ? last : nil)
    }

    /// Whether the page is all that there is to say.
    var isComplete: Bool { hasMore || runs.isEmpty && segmentsLeft == 0 }

    /// Whether memory is next: it holds the newest records.
    private var isMemoryNext: Bool { !runs.isEmpty && (query.order == .newestFirst || segmentsLeft == 0) }

    /// Goes on with what is in memory, as far as that goes, for a question that must not wait for the disk.
    ///
    /// - Returns: whether the page is complete.
    mutating func runWarm() throws -> Bool {
        let cancellation = Cancellation()
        for _ in 0..<Limits.warmSegmentCount where !isComplete {
            if isMemoryNext {
                // Open records take their time too, where they have to be looked at.
                guard let run = runs.last, passesUnread(run) else { return false }
                _ = runs.removeLast()
                continue
            }
            let before = (segmentsLeft: segmentsLeft, toPass: toPass, rowCount: rows.count)
            do {
                guard let segment = nextSegment() else { continue }
                try take(search(segment.handle.warmSegment(), segment.needed, cancellation))
            } catch is ColdData {
                // Another thread finds all of the segment, and what was passed over before it anew.
                (segmentsLeft, toPass, hasMore) = (before.segmentsLeft, before.toPass, false)
                rows.removeSubrange(before.rowCount...)
                return false
            }
        }
        return isComplete
    }

    /// Goes on until the page is complete, or so many segments were searched.
    mutating func run(segmentCount: Int, _ cancellation: Cancellation) throws {
        var left = segmentCount
        while !isComplete {
            if isMemoryNext {
                try take(runs.removeLast(), cancellation)
            } else {
                guard left > 0 else { return }
                guard let segment = nextSegment() else { continue }
                try take(search(segment.handle.openSegment(), segment.needed, cancellation))
                left -= 1
            }
        }
    }

    /// Takes away the next segments that have to be searched, up to so many, as far as nothing else comes between. Of
    /// each is needed how many rows at most.
    mutating func nextSegments(_ limit: Int) -> [(handle: SegmentHandle, needed: Int)] {
        var next: [(handle: SegmentHandle, needed: Int)] = []
        while next.count < limit, let segment = nextSegment(behindOthers: !next.isEmpty) { next.append(segment) }
        return next
    }

    /// Takes away the next of them.
    ///
    /// - Parameter behindOthers: whether there are some before it that have not been searched yet.
    private mutating func nextSegment(behindOthers: Bool = false) -> (handle: SegmentHandle, needed: Int)? {
        while !hasMore, !isMemoryNext, segmentsLeft > 0 {
            let handle = segments[segmentsLeft - 1]
            // What is counted unread may only be counted when it is known how many rows there are before it.
            if behindOthers, query.filter.surelyMatches(handle.extent) { break }
            segmentsLeft -= 1
            if !passes(over: handle.extent) { return (handle, needed) }
        }
        return nil
    }

    /// Adds to the page what was found in the next segment.
    mutating func take(_ found: [FoundRows]) throws {
        for found in found where !hasMore {
            let count = found.matching.selectedCount
            guard !passesAll(count) else { continue }
            let end: RowSelection.End = query.order == .oldestFirst ? .first : .last
            let positions = found.matching.rows(from: end, passing: toPass, limit: room)
            hasMore = count - toPass > positions.count
            toPass = 0
            switch query.order {
            case _ where rows.isEmpty && positions.count == 1: rows = try maker.rows(found, at: positions)
            case .oldestFirst: rows += try maker.rows(found, at: positions)
            case .newestFirst: rows += try maker.rows(found, at: positions.reversed()).reversed()
            }
        }
    }

    /// How many records still fit on the page.
    private var room: Int { query.limit - rows.count }

    /// Matching rows that complete the page for sure.
    private var needed: Int { toPass.addingClamped(room).addingClamped(1) }

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
    /// Whether nothing of the run can match, so that it need not be unpacked.
    private func passesUnread(_ run: PackedRun) -> Bool {
        positions(in: run.extent).isEmpty || !query.filter.mayMatch(run.extent)
            || !(sieve?.mayPass(run.kinds) ?? false)
    }

    private mutating func take(_ run: PackedRun, _ cancellation: Cancellation) throws {
        guard !passes(over: run.extent), let sieve, sieve.mayPass(run.kinds) else { return }
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
                rows.append(
                    maker.row(StoredRecord(sequence: run.extent.firstSequence + UInt64(position), record: record)))
            } else {
                hasMore = true
                return
            }
        }
    }
}

// MARK: From segments

extension PageScan {
    /// Finds rows of a segment that match, in the order of the query: all, or as many as are needed and maybe more.
    func search(_ segment: OpenSegment, _ needed: Int, _ cancellation: Cancellation) throws -> [FoundRows] {
        let blocks = segment.reader.blocks
        var found: [FoundRows] = []
        var left = needed
        for step in blocks.indices where left > 0 {
            let block = query.order == .oldestFirst ? step : blocks.count - 1 - step
            let rows = positions(in: blocks[block])
            guard !rows.isEmpty, query.filter.mayMatch(blocks[block]) else { continue }
            try cancellation.check()
            if let point, let known = try pointRows(point, in: segment, block, rows, isWanted: false) {
                add(known, to: &found, &left)
                continue
            }
            let question = try QuestionedBlock(segment, block: block, filter: query.filter)
            switch try question.verdict() {
            case .none: continue
            case .all:
                found.append(
                    FoundRows(
                        segment: segment, block: block, firstRow: rows.lowerBound,
                        matching: RowSelection(allOf: rows.count)))
                left -= rows.count
            case .some:
                if let point, let known = try pointRows(point, in: segment, block, rows, isWanted: true) {
                    add(known, to: &found, &left)
                } else {
                    try search(question, rows, &left, &found, cancellation)
                }
            }
        }
        return found
    }

    /// The rows of a block that match, of those that an index names; `nil` where there is none.
    private func pointRows(
        _ point: PointCondition, in segment: OpenSegment, _ block: Int, _ rows: Range<Int>, isWanted: Bool
    ) throws -> FoundRows? {
        let canonical = CommonColumns.of(segment.reader.kind).canonical
        guard segment.reader.isAbsent(canonical, block: block),
            var named = try point.rows(in: segment, block: block, isWanted: isWanted)
        else { return nil }
        named.removeAll { !rows.contains($0) }
        named = try segment.rows(named, of: block, passing: query.filter, point)
        let first = named.first ?? 0
        var matching = RowSelection(noneOf: (named.last ?? -1) - first + 1)
        for row in named { matching.insert(row - first) }
        return FoundRows(segment: segment, block: block, firstRow: first, matching: matching)
    }

    private func add(_ known: FoundRows, to found: inout [FoundRows], _ left: inout Int) {
        let count = known.matching.selectedCount
        guard count > 0 else { return }
        found.append(known)
        left -= count
    }

    /// Looks at one page of a block after the other.
    private func search(
        _ question: QuestionedBlock, _ rows: Range<Int>, _ left: inout Int, _ found: inout [FoundRows],
        _ cancellation: Cancellation
    ) throws {
        var pages = try question.pages(in: rows)
        if query.order == .newestFirst { pages.reverse() }
        for (page, verdict) in pages where left > 0 {
            try cancellation.check()
            let part = try BlockPart(question, .page(page))
            var matching = try verdict == .all ? RowSelection(allOf: part.rowCount) : part.matchingRows()
            matching.formIntersection(of: rows, countedFrom: part.columns.rows.lowerBound)
            guard !matching.isEmpty else { continue }
            found.append(part.found(matching))
            left -= matching.selectedCount
        }
    }
}
