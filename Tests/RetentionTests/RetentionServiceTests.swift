import DataService
import DaybookTesting
import DocumentAudit
import Logbook
import Retention
import Testing

struct RetentionServiceTests {
    private let clock = TestClock()
    private let clusters = InMemoryDataServiceRepository()
    private let instances = InMemoryDocumentAuditRepository()
    private let repository = InMemoryRetentionRepository()
    private let store: ModelLogStore
    private let cluster = LogSource(kind: .access, project: "p", id: "c")
    private let instance = LogSource(kind: .audit, project: "p", id: "i")
    private let access = Stream.access(project: "p", cluster: "c")
    private let audit = Stream.audit(project: "p", instance: "i", node: "n")

    init() async throws {
        store = ModelLogStore(time: clock.timeSource)
        try await clusters.save(
            Cluster(id: "c", project: "p", workspace: "w", name: "main", host: "127.0.0.1", port: 8181))
        try await instances.save(
            DocumentInstance(
                id: "i", project: "p", domain: "d", name: "shop", mode: .single, created: clock.now, nodes: []))
    }

    private func service(_ defaults: RetentionDefaults = RetentionDefaults()) -> RetentionService {
        RetentionService(
            repository: repository, dataService: clusters, documentAudit: instances, store: store,
            defaults: defaults, time: clock.timeSource, makeID: { "h\(UInt64.random(in: 0 ... .max))" })
    }

    /// One segment of a record of this moment.
    @discardableResult
    private func seal(_ stream: Stream) async throws -> Segment {
        let record: LogRecord =
            stream.kind == .access
            ? .access(.sample(milliseconds: clock.now.milliseconds))
            : .audit(.sample(milliseconds: clock.now.milliseconds))
        _ = try await store.append([record], to: stream, durability: .strict)
        return try #require(
            try await store.seal(StreamSelection(kind: stream.kind, source: stream.source)).first)
    }

    private func count() async throws -> Int {
        try await store.segments(SegmentQuery(streams: .all)).totalCount
    }

    @Test
    func `as long as nobody says otherwise everything is kept`() async throws {
        try await seal(access)
        try await seal(audit)
        clock.advance(by: .seconds(86_400 * 30_000))
        for source in try await service().sources() {
            #expect(try await service().deleteExpired(of: source).isEmpty)
        }
        #expect(try await count() == 2)
    }

    @Test
    func `records of a cluster go when the clock has passed its days, and the log says why`() async throws {
        let service = service(RetentionDefaults(access: RetentionLimits(days: 2)))
        let old = try await seal(access)
        clock.advance(by: .seconds(86_400))
        try await seal(access)
        #expect(try await service.deleteExpired(of: cluster).isEmpty)
        clock.advance(by: .seconds(86_400 + 1))
        #expect(try await service.deleteExpired(of: cluster) == [old])
        #expect(try await service.deleteExpired(of: cluster).isEmpty)
        #expect(
            try await service.history(DeletionQuery(streams: .all)).deletions
                == [Deletion(segment: old, time: clock.now, reason: .age(days: 2))])
    }

    @Test
    func `a source's own rule stands above the settings, in each direction`() async throws {
        let service = service(RetentionDefaults(access: RetentionLimits(days: 2, bytes: 5), auditBytes: 7))
        #expect(try await service.limits(of: cluster) == RetentionLimits(days: 2, bytes: 5))
        try await service.save(RetentionRule(days: .limit(9), bytes: .unlimited), of: cluster)
        #expect(try await service.limits(of: cluster) == RetentionLimits(days: 9, bytes: nil))
        try await service.save(RetentionRule(days: .unlimited, bytes: .standard), of: cluster)
        #expect(try await service.limits(of: cluster) == RetentionLimits(days: nil, bytes: 5))
        #expect(try await service.limits(of: instance) == RetentionLimits(days: nil, bytes: 7))
    }

    @Test(arguments: [
        RetentionRule(days: .limit(0), bytes: .standard), RetentionRule(days: .limit(-1), bytes: .standard),
        RetentionRule(days: .limit(36_526), bytes: .standard), RetentionRule(days: .standard, bytes: .limit(0)),
    ])
    func `a rule out of range is refused and changes nothing`(_ rule: RetentionRule) async throws {
        await #expect(throws: RetentionError(.invalidRule, "")) { try await service().save(rule, of: cluster) }
        #expect(try await service().rule(of: cluster) == .standard)
    }

    @Test
    func `audit logs are kept for the days of the audit policy, and while auditing is off for ever`() async throws {
        let service = service()
        await #expect(throws: RetentionError(.invalidRule, "")) {
            try await service.save(RetentionRule(days: .limit(30), bytes: .standard), of: instance)
        }
        try await instances.save(AuditPolicy(keepDays: 7, scope: "", types: []), of: "i")
        let old = try await seal(audit)
        clock.advance(by: .seconds(86_400 * 7 + 1))
        try await instances.save(.off, of: "i")
        #expect(try await service.deleteExpired(of: instance).isEmpty)
        try await instances.save(AuditPolicy(keepDays: 7, scope: "", types: []), of: "i")
        #expect(try await service.deleteExpired(of: instance) == [old])
    }

    @Test
    func `a hold keeps everything of its source and nothing of others, until the last one is released`() async throws {
        let service = service(RetentionDefaults(access: RetentionLimits(days: 1)))
        try await instances.save(AuditPolicy(keepDays: 7, scope: "", types: []), of: "i")
        let held = try await seal(access)
        let free = try await seal(audit)
        let first = try await service.placeHold(on: cluster, reason: "matter 7 / 第七号案", by: "ann")
        clock.advance(by: .seconds(1))
        let second = try await service.placeHold(on: cluster, reason: "matter 8", by: "bob")
        clock.advance(by: .seconds(86_400 * 10))
        #expect(try await service.deleteExpired(of: cluster).isEmpty)
        #expect(try await service.deleteExpired(of: instance) == [free])
        await #expect(throws: RetentionError(.held, "")) {
            try await service.deletions.delete([held.id], of: cluster, for: .request(by: "ann"))
        }
        #expect(try await service.holds(in: "p", includingReleased: false).map(\.id) == [second.id, first.id])

        let released = try await service.releaseHold(first.id, in: "p", by: "cid")
        #expect(released.release == LegalHold.Release(by: "cid", at: clock.now))
        #expect(try await service.deleteExpired(of: cluster).isEmpty)
        _ = try await service.releaseHold(second.id, in: "p", by: "cid")
        clock.advance(by: .seconds(1))
        #expect(try await service.releaseHold(first.id, in: "p", by: "dan") == released)
        #expect(try await service.deleteExpired(of: cluster) == [held])
        #expect(try await service.holds(in: "p", includingReleased: false).isEmpty)
        #expect(try await service.holds(in: "p", includingReleased: true).count == 2)
    }

    @Test
    func `a hold needs a reason, and another project does not see it`() async throws {
        for reason in ["", "  \n", String(repeating: "x", count: 1_001)] {
            await #expect(throws: RetentionError(.invalidReason, "")) {
                try await service().placeHold(on: cluster, reason: reason, by: "ann")
            }
        }
        let hold = try await service().placeHold(on: cluster, reason: "x", by: "ann")
        #expect(try await service().holds(in: "other", includingReleased: true).isEmpty)
        await #expect(throws: RetentionError(.unknownHold, "")) {
            try await service().releaseHold(hold.id, in: "other", by: "ann")
        }
    }

    @Test
    func `once a hold is placed nothing is deleted any more, whatever was on its way`() async throws {
        for _ in 0..<50 {
            let service = service()
            let segments = [try await seal(access), try await seal(access), try await seal(access)]
            async let deletions: Void = withTaskGroup(of: Void.self) { group in
                for segment in segments {
                    group.addTask {
                        _ = try? await service.deletions.delete(
                            [segment.id], of: cluster, for: .request(by: "ann"))
                    }
                }
            }
            let hold = try await service.placeHold(on: cluster, reason: "now", by: "bob")
            let left = try await count()
            await deletions
            #expect(try await count() == left)
            _ = try await service.releaseHold(hold.id, in: "p", by: "bob")
            _ = try await service.deletions.delete(segments.map(\.id), of: cluster, for: .request(by: "x"))
        }
    }
}
