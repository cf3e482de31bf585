internal import Evidence
package import Logbook

extension SegmentStore {
    package func scan(_ query: LogQuery) async throws -> LogPage {
        try await reading { store in
            guard let snapshot = store.snapshot(of: query.stream) else { return LogPage(records: [], next: nil) }
            var scan = PageScan(query)
            return try scan.page(of: snapshot)
        }
    }

    package func count(_ filter: LogFilter, in stream: Stream) async throws -> Int {
        try await reading { store in
            guard let snapshot = store.snapshot(of: stream) else { return 0 }
            var count = 0
            try snapshot.walk(
                .oldestFirst,
                isWanted: { extent in
                    guard filter.mayMatch(extent) else { return false }
                    guard filter.surelyMatches(extent) else { return true }
                    count += extent.count
                    return false
                },
                visit: { _, load, place in
                    let run = try load()
                    for range in try run.ranges(in: place)
                    where filter.matches(try run.record(in: range, of: place)) {
                        count += 1
                    }
                    return true
                })
            return count
        }
    }

    package func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        try await reading { store in
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
        try await reading { store in
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
        return try await reading { store in
            guard let handle = store.state.withLock({ $0.handle(id) }) else {
                throw LogStoreError(.unknownSegment, "there is no such segment any more; list the segments again")
            }
            let reader = try handle.read()
            var records: [StoredRecord] = []
            for (block, extent) in reader.blocks.enumerated() where extent.lastSequence >= sequence {
                let first = Int(max(sequence, extent.firstSequence) - extent.firstSequence)
                let count = min(limit - records.count, extent.count - first)
                guard count > 0 else { break }
                records += try reader.records(of: block, rows: [first..<first + count])
            }
            return records
        }
    }

    /// `nil` for a stream that is not known.
    private func snapshot(of stream: Stream) -> StreamSnapshot? {
        state.withLock { state in state.index(of: stream).map { StreamSnapshot(state.streams[$0]) } }
    }

    /// Runs what blocks on a thread for readers.
    func reading<Result: Sendable>(
        _ work: @escaping @Sendable (SegmentStore) throws -> Result
    ) async throws -> Result {
        try checkIsOpen()
        return try await readers.run { [self] in
            do {
                return try work(self)
            } catch let error as EvidenceError {
                throw error
            } catch {
                throw error.asLogStoreError
            }
        }
    }
}
