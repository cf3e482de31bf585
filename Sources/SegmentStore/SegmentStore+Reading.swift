internal import Evidence
package import Logbook

extension SegmentStore {
    package func scan(_ query: LogQuery) async throws -> LogPage {
        let page = try await page(query, RecordMaker())
        return LogPage(records: page.rows, next: page.next)
    }

    package func fields(_ fields: [Field], of query: LogQuery) async throws -> FieldPage {
        let page = try await page(query, FieldRowMaker(fields: fields))
        return FieldPage(rows: page.rows, next: page.next)
    }

    /// Reads a page on the spot as far as it is in memory, then on a thread for what blocks, then on several.
    private func page<Maker: PageRowMaker>(
        _ query: LogQuery, _ maker: Maker
    ) async throws -> (rows: [Maker.Row], next: LogQuery.Cursor?) {
        var query = query
        query.filter = query.filter.normalized()
        try checkIsOpen()
        guard let snapshot = snapshot(of: query.stream) else { return ([], nil) }
        var begin = PageScan(query, of: snapshot, maker)
        if try naming({ try begin.runWarm() }) { return begin.page }
        let warmed = begin
        // Most pages are full after one segment: threads are only asked for help when this one is not.
        let aloneCount = readers.width > 1 ? Limits.firstSearchSegmentCount : .max
        var scan = try await reading { _, cancellation in
            var scan = warmed
            try scan.run(segmentCount: aloneCount, cancellation)
            return scan
        }
        while !scan.isComplete {
            let segments = scan.nextSegments(readers.width)
            let before = scan
            let found = try await onEach(segments) { segment, cancellation in
                try before.search(segment.handle.openSegment(), segment.needed, cancellation)
            }
            scan = try await reading { _, cancellation in
                var scan = before
                for found in found { try scan.take(found) }
                try scan.run(segmentCount: 0, cancellation)
                return scan
            }
        }
        return scan.page
    }

    package func count(_ filter: LogFilter, in stream: Stream) async throws -> Int {
        let filter = filter.normalized()
        try checkIsOpen()
        let pieces = snapshot(of: stream)?.pieces(for: filter) ?? []
        if let count = try warmResult(of: pieces, filter, 0, { $0 += try $1.count($2) }) { return count }
        let counts = try await onEach(pieces) { piece, cancellation in
            try PieceScan(filter: filter, cancellation: cancellation).count(piece)
        }
        return counts.reduce(0, +)
    }

    package func summary(_ query: SummaryQuery) async throws -> Summary {
        let filter = query.filter.normalized()
        try checkIsOpen()
        if let total = try await totalAlone(query) { return total }
        let pieces = query.streams.flatMap { snapshot(of: $0)?.pieces(for: filter) ?? [] }
        let none = Aggregator(groups: query.groups, aggregates: query.aggregates)
        let warm = try warmResult(of: pieces, filter, none) { aggregator, scan, piece in
            try scan.summarize(piece, query.groups, query.aggregates, into: &aggregator)
        }
        if let warm { return warm.summary }
        let parts = try await onEach(pieces) { piece, cancellation in
            var part = none
            try PieceScan(filter: filter, cancellation: cancellation)
                .summarize(piece, query.groups, query.aggregates, into: &part)
            return part
        }
        var aggregator = none
        for part in parts { try aggregator.merge(part) }
        return aggregator.summary
    }

    package func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        try await reading { store, _ in
            let (index, isSelected, totalTextByteCount) = store.state.withLock { state in
                let isSelected = state.streams.map { query.streams.contains($0.stream) }
                let totalTextByteCount = zip(state.streams, isSelected).reduce(0) { sum, stream in
                    stream.1 ? sum.addingClamped(stream.0.sealedTextByteCount) : sum
                }
                return (state.segments, isSelected, totalTextByteCount)
            }
            let (segments, totalCount) = index.list(query, isSelected: isSelected)
            return SegmentPage(
                segments: segments, totalCount: totalCount, totalTextByteCount: totalTextByteCount)
        }
    }

    package func deletions(_ query: DeletionQuery) async throws -> DeletionPage {
        try await reading { store, _ in
            let selected = store.state.withLock { state in
                state.streams.filter { query.streams.contains($0.stream) }.map(\.deletions)
            }
            return DeletionPage(query, of: Array(selected.joined()))
        }
    }

    package func segment(_ id: Segment.ID) async throws -> Segment? {
        try checkIsOpen()
        return state.withLock { $0.handle(id)?.segment }
    }

    package func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        precondition(limit >= 0)
        return try await reading { store, cancellation in
            guard let handle = store.state.withLock({ $0.handle(id) }) else {
                throw LogStoreError(.unknownSegment, "there is no such segment any more; list the segments again")
            }
            let segment = try handle.openSegment()
            var records: [StoredRecord] = []
            for (block, extent) in segment.reader.blocks.enumerated()
            where extent.lastSequence >= sequence && records.count < limit {
                try cancellation.check()
                let first = Int(max(sequence, extent.firstSequence) - extent.firstSequence)
                let end = first + min(extent.count - first, limit - records.count)
                records += try segment.records(of: block, rows: Array(first..<end))
            }
            return records
        }
    }

    /// `nil` for a stream that is not known.
    private func snapshot(of stream: Stream) -> StreamSnapshot? {
        state.withLock { state in state.index(of: stream).map { StreamSnapshot(state.streams[$0]) } }
    }

    /// Works on the pieces on the spot, where they are few and all that is needed of them is in memory.
    ///
    /// - Parameter add: adds a piece to the result.
    /// - Returns: `nil` when something is not in memory.
    private func warmResult<Result>(
        of pieces: [StreamPiece], _ filter: LogFilter, _ none: Result,
        _ add: (inout Result, PieceScan, StreamPiece) throws -> Void
    ) throws -> Result? {
        guard pieces.reduce(0, { $0 + $1.extent.count }) <= Limits.warmRowCount else { return nil }
        let scan = PieceScan(filter: filter, cancellation: Cancellation(), isWarmOnly: true)
        var result = none
        do {
            for piece in pieces { try naming { try add(&result, scan, piece) } }
            return result
        } catch is ColdData {
            return nil
        }
    }

    /// Works on the pieces of a question, on several threads where there are several; the results are in the order of
    /// the pieces.
    private func onEach<Piece: Sendable, Result: Sendable>(
        _ pieces: [Piece], _ work: @escaping @Sendable (Piece, Cancellation) throws -> Result
    ) async throws -> [Result] {
        guard !pieces.isEmpty else { return [] }
        let queue = PieceQueue(pieces)
        let laneCount = min(readers.width, pieces.count)
        return try await withThrowingTaskGroup(of: [(index: Int, result: Result)].self) { group in
            for _ in 0..<laneCount {
                group.addTask {
                    try await self.reading { _, cancellation in
                        var results: [(index: Int, result: Result)] = []
                        while let (index, piece) = queue.next() {
                            results.append((index, try work(piece, cancellation)))
                        }
                        return results
                    }
                }
            }
            var all: [(index: Int, result: Result)] = []
            for try await results in group { all += results }
            return all.sorted { $0.index < $1.index }.map(\.result)
        }
    }

    /// Runs what blocks on a thread for readers.
    func reading<Result: Sendable>(
        _ work: @escaping @Sendable (SegmentStore) throws -> Result
    ) async throws -> Result {
        try await reading { store, _ in try work(store) }
    }

    /// Runs what blocks on a thread for readers; it is told when the task is cancelled.
    private func reading<Result: Sendable>(
        _ work: @escaping @Sendable (SegmentStore, Cancellation) throws -> Result
    ) async throws -> Result {
        try checkIsOpen()
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await readers.run { [self] in
                try naming { try work(self, cancellation) }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// Makes errors of others those of a store, but for those that are part of its promises.
    private func naming<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as CancellationError {
            throw error
        } catch let error as QueryError {
            throw error
        } catch let error as EvidenceError {
            throw error
        } catch let error as ColdData {
            throw error
        } catch {
            throw error.asLogStoreError
        }
    }
}
