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
    /// Whether nothing may be read from disk: what is not in the cache is `ColdData` then.
    var isWarmOnly = false

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
    /// - Throws: also `QueryError` with `tooLarge`; then the aggregator is of no more use.
    func summarize(
        _ piece: StreamPiece, _ groups: [Grouping], _ aggregates: [Aggregate], into aggregator: inout Aggregator
    ) throws {
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
            guard !isWarmOnly else { throw ColdData() }
            let sieve = RecordSieve(filter)
            guard sieve.mayPass(run.kinds) else { return }
            let run = try run.unpacked(in: "memory")
            for range in try run.ranges(in: "memory") {
                let record = try isOutlineEnough ? sieve.outline(in: range, of: run) : sieve.record(in: range, of: run)
                if let record { try visitRecord(record) }
            }
        case .segment(let handle):
            let segment = try isWarmOnly ? handle.warmSegment() : handle.openSegment()
            for index in segment.reader.blocks.indices {
                try cancellation.check()
                let block = try QuestionedBlock(segment, block: index, filter: filter)
                let verdict = try block.verdict()
                guard verdict != .none else { continue }
                if verdict == .all, let visitBlock {
                    visitBlock(block.extent)
                    continue
                }
                for (part, isWhole) in try parts(of: block, verdict) {
                    let part = try BlockPart(block, part)
                    let rows = try isWhole ? RowSelection(allOf: part.rowCount) : part.matchingRows()
                    if !rows.isEmpty { try visitPart(part, rows) }
                }
            }
        }
    }
}

extension PieceScan {
    /// What of a block has to be looked at, and whether all of its rows match: single pages where most of the block
    /// does not matter, else the block in one piece.
    private func parts(
        of block: QuestionedBlock, _ verdict: BlockVerdict
    ) throws -> [(part: ColumnPart, isWhole: Bool)] {
        guard verdict != .all else { return [(.block, true)] }
        let pages = try block.pages(in: 0..<block.extent.count)
        guard try pages.count * 2 > block.segment.pageRows(of: block.block).count else {
            return pages.map { (.page($0.page), $0.verdict == .all) }
        }
        return [
            (
                .block,
                try pages.count == block.segment.pageRows(of: block.block).count
                    && pages.allSatisfy { $0.verdict == .all }
            )
        ]
    }
}
