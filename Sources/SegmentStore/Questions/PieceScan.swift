internal import Logbook

/// A part of a stream that one thread works on.
enum StreamPiece: Sendable {
    case segment(SegmentHandle)
    case memory(PackedRun)

    var extent: RecordExtent {
        switch self {
        case .segment(let handle): handle.segment.extent
        case .memory(let run): run.extent
        }
    }
}

extension StreamSnapshot {
    /// All that may have a matching record, oldest first.
    func pieces(for filter: LogFilter) -> [StreamPiece] {
        (segments.map { .segment($0) } + runs.map { .memory($0) }).filter { filter.mayMatch($0.extent) }
    }
}

/// Finds the matching records of a piece of a stream and does something with them.
struct PieceScan: Sendable {
    /// Normalized.
    let filter: LogFilter
    let cancellation: Cancellation

    /// How many records of the piece match.
    func count(_ piece: StreamPiece) throws -> Int {
        guard !filter.surelyMatches(piece.extent) else { return piece.extent.count }
        var count = 0
        try walk(
            piece, isOutlineEnough: true, block: { count += $0.count },
            part: { part, rows in count += rows.selectedCount },
            record: { _ in count += 1 })
        return count
    }

    /// Gathers what a summary asks for of the matching records of a piece.
    ///
    /// - Throws: also `QueryError` with `tooLarge`.
    func summarize(_ piece: StreamPiece, _ groups: [Grouping], _ aggregates: [Aggregate]) throws -> Aggregator {
        var aggregator = Aggregator(groups: groups, aggregates: aggregates)
        let isColumnar = BlockSummaries.canAnswer(groups, aggregates)
        let fields = groups.compactMap { if case .field(let field) = $0 { field } else { nil } }
        try walk(
            piece, isOutlineEnough: (fields + aggregates.compactMap(\.field)).allSatisfy(\.isInOutline), block: nil,
            part: { part, rows in
                let canonicalRows = try part.canonicalRows().intersection(rows)
                let recordRows = isColumnar ? canonicalRows : rows
                if isColumnar {
                    try BlockSummaries(vectors: part.vectors, groups: groups, aggregates: aggregates)
                        .add(rows.subtracting(canonicalRows), to: &aggregator)
                }
                for stored in try part.records(at: recordRows.rows) { try aggregator.add(stored.record) }
            },
            record: { try aggregator.add($0) })
        return aggregator
    }

    /// - Parameters:
    ///   - isOutlineEnough: whether the longest part of records is of no interest.
    ///   - block: gets blocks of which all records match; `nil` to have them as parts.
    ///   - part: gets parts of blocks, and their rows that match.
    ///   - record: gets records that match.
    private func walk(
        _ piece: StreamPiece, isOutlineEnough: Bool, block visitBlock: ((RecordExtent) -> Void)?,
        part visitPart: (BlockPart, RowSelection) throws -> Void, record visitRecord: (LogRecord) throws -> Void
    ) throws {
        try cancellation.check()
        switch piece {
        case .memory(let run):
            let sieve = RecordSieve(filter)
            guard sieve.mayPass(run.kinds) else { return }
            let run = try run.unpacked(in: "memory")
            for range in try run.ranges(in: "memory") {
                let record = try isOutlineEnough ? sieve.outline(in: range, of: run) : sieve.record(in: range, of: run)
                if let record { try visitRecord(record) }
            }
        case .segment(let handle):
            let segment = try handle.openSegment()
            for index in segment.reader.blocks.indices {
                try cancellation.check()
                let block = try QuestionedBlock(segment, block: index, filter: filter)
                let verdict = try block.verdict()
                guard verdict != .none else { continue }
                if verdict == .all, let visitBlock {
                    visitBlock(block.extent)
                    continue
                }
                let pages = verdict == .all ? [] : try block.pages(in: 0..<block.extent.count)
                guard verdict == .all || !pages.isEmpty else { continue }
                let runs = verdict == .all ? [0..<block.extent.count] : pages.map(\.rows).joinedNeighbours
                let part = BlockPart(block, runs: runs)
                let isWhole = pages.allSatisfy { $0.verdict == .all }
                let rows = try isWhole ? RowSelection(allOf: part.rowCount) : part.matchingRows()
                if !rows.isEmpty { try visitPart(part, rows) }
            }
        }
    }
}

extension [Range<Int>] {
    /// The ranges, which ascend, with those made one that follow on each other.
    var joinedNeighbours: [Range<Int>] {
        reduce(into: []) { joined, range in
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
    }
}
