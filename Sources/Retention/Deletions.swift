package import Logbook

/// The one door through which segments are deleted: it asks for legal holds first.
///
/// A hold that was placed stops every deletion from then on, also one that had been asked for a moment before: placing
/// returns when no deletion of the source is under way any more.
package actor Deletions {
    private let repository: any RetentionRepository
    private let store: any LogStore
    private var underWay: [LogSource: Int] = [:]
    private var waiting: [LogSource: [CheckedContinuation<Void, Never>]] = [:]

    package init(repository: any RetentionRepository, store: any LogStore) {
        self.repository = repository
        self.store = store
    }

    /// Deletes the segments that are there, all of them of one source.
    ///
    /// - Returns: the segments that were deleted by this call.
    /// - Throws: `RetentionError` with `held`; then nothing was deleted.
    package func delete(_ ids: [Segment.ID], of source: LogSource, for reason: PruneReason) async throws -> [Segment] {
        precondition(ids.allSatisfy { LogSource($0.stream) == source }, "segments of one source")
        begin(source)
        do {
            try await demandNoHold(on: source)
            let deleted = try await store.prune(ids, for: reason)
            end(source)
            return deleted
        } catch {
            end(source)
            throw error
        }
    }

    /// - Throws: `RetentionError` with `held`.
    package func demandNoHold(on source: LogSource) async throws {
        guard try await repository.activeHolds(on: source).isEmpty else {
            throw RetentionError(
                .held, "a legal hold keeps these records; nothing is deleted until every hold on them is released")
        }
    }

    /// Returns when the hold is in force.
    package func place(_ hold: LegalHold) async throws {
        try await repository.save(hold)
        if underWay[hold.source] != nil {
            await withCheckedContinuation { waiting[hold.source, default: []].append($0) }
        }
    }

    private func begin(_ source: LogSource) {
        underWay[source, default: 0] += 1
    }

    private func end(_ source: LogSource) {
        let count = underWay[source, default: 1] - 1
        underWay[source] = count == 0 ? nil : count
        if count == 0 {
            waiting.removeValue(forKey: source)?.forEach { $0.resume() }
        }
    }
}
