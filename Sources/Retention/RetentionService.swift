package import DataService
package import DocumentAudit
package import Logbook

/// Rules, legal holds, and what follows from both. For the routes, the server's upkeep, and for commands that have the
/// data folder to themselves.
package struct RetentionService: Sendable {
    package let deletions: Deletions
    package let defaults: RetentionDefaults
    private let repository: any RetentionRepository
    private let clusters: any DataServiceRepository
    private let instances: any DocumentAuditRepository
    private let store: any LogStore
    private let time: TimeSource
    private let makeID: @Sendable () -> String

    /// - Parameter makeID: an id for a hold, different each time.
    package init(
        repository: any RetentionRepository, dataService: any DataServiceRepository,
        documentAudit: any DocumentAuditRepository, store: any LogStore, defaults: RetentionDefaults, time: TimeSource,
        makeID: @escaping @Sendable () -> String
    ) {
        self.deletions = Deletions(repository: repository, store: store)
        self.defaults = defaults
        self.repository = repository
        self.clusters = dataService
        self.instances = documentAudit
        self.store = store
        self.time = time
        self.makeID = makeID
    }

    // MARK: Rules

    package func rule(of source: LogSource) async throws -> RetentionRule {
        try await repository.rule(of: source)
    }

    /// - Throws: `RetentionError` with `invalidRule`, also for days of an instance.
    package func save(_ rule: RetentionRule, of source: LogSource) async throws {
        try rule.validate()
        guard source.kind == .access || rule.days == .standard else {
            throw RetentionError(
                .invalidRule, "audit logs are kept for the keep_days of the instance's audit policy, set it there")
        }
        try await repository.save(rule, of: source)
    }

    /// The bounds that hold for a source. Audit logs are kept for the `keep_days` of the audit policy; while auditing
    /// is off no day is the last, because turning it off says by itself what happens to them.
    package func limits(of source: LogSource) async throws -> RetentionLimits {
        let rule = try await repository.rule(of: source)
        switch source.kind {
        case .access:
            return RetentionLimits(
                days: rule.days.value(standard: defaults.access.days),
                bytes: rule.bytes.value(standard: defaults.access.bytes))
        case .audit:
            let policy = try await instances.policy(of: source.id)
            return RetentionLimits(
                days: policy.isOn ? policy.keepDays : nil, bytes: rule.bytes.value(standard: defaults.auditBytes))
        }
    }

    // MARK: Holds

    /// - Throws: `RetentionError` with `invalidReason`.
    package func placeHold(on source: LogSource, reason: String, by user: String) async throws -> LegalHold {
        guard LegalHold.reasonLengthRange.contains(reason.count), !reason.allSatisfy(\.isWhitespace) else {
            throw RetentionError(
                .invalidReason, "a hold has a reason of at most \(LegalHold.reasonLengthRange.upperBound) characters")
        }
        let hold = LegalHold(id: makeID(), source: source, reason: reason, user: user, time: time.now())
        try await deletions.place(hold)
        return hold
    }

    /// Releasing what is released changes nothing.
    ///
    /// - Throws: `RetentionError` with `unknownHold`.
    package func releaseHold(_ id: String, in project: String, by user: String) async throws -> LegalHold {
        guard var hold = try await repository.hold(id, in: project) else {
            throw RetentionError(.unknownHold, "there is no such hold")
        }
        if hold.release == nil {
            hold.release = LegalHold.Release(by: user, at: time.now())
            try await repository.save(hold)
        }
        return hold
    }

    /// The holds of a project, the newest first.
    package func holds(in project: String, includingReleased: Bool) async throws -> [LegalHold] {
        try await repository.holds(in: project).filter { includingReleased || $0.release == nil }
    }

    // MARK: Deletions

    package func history(_ query: DeletionQuery) async throws -> DeletionPage {
        try await store.deletions(query)
    }

    /// All clusters and instances.
    package func sources() async throws -> [LogSource] {
        try await clusters.clusters().map { LogSource(kind: .access, project: $0.project, id: $0.id) }
            + instances.instances().map { LogSource(kind: .audit, project: $0.project, id: $0.id) }
    }

    /// Deletes what the limits of a source do not cover any more; nothing while a hold is on it.
    ///
    /// - Returns: the segments that were deleted.
    package func deleteExpired(of source: LogSource) async throws -> [Segment] {
        let limits = try await limits(of: source)
        guard limits != .none, try await repository.activeHolds(on: source).isEmpty else { return [] }
        let segments = try await store.segments(SegmentQuery(streams: source.streams)).segments
        let expired = ExpiredSegments(of: segments, limits: limits, now: time.now())
        var deleted: [Segment] = []
        do {
            if let days = limits.days, !expired.byAge.isEmpty {
                deleted += try await deletions.delete(expired.byAge, of: source, for: .age(days: days))
            }
            if let bytes = limits.bytes, !expired.bySize.isEmpty {
                deleted += try await deletions.delete(expired.bySize, of: source, for: .size(byteCount: bytes))
            }
        } catch let error as RetentionError where error.code == .held {
            // Placed this moment; there is nothing to delete from now on.
        }
        return deleted
    }
}
