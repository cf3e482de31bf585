import DaybookTesting
import Evidence
import Logbook
import SegmentStore
import Testing

/// Random operations on the store and on the model: both have to say the same, always.
struct ModelComparisonTests {
    private static let streams = [
        Stream.access(project: "p", cluster: "c"), Stream.access(project: "p", cluster: "d"),
        Stream.audit(project: "p", instance: "i", node: "n"), Stream.audit(project: "q", instance: "i", node: "节点"),
    ]

    @Test(arguments: UInt64(1)...12)
    func `the store says what the model says`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let clock = TestClock()
        let model = ModelLogStore(time: clock.timeSource)
        let subject = SegmentStoreUnderTest(
            folder: "/store", fileSystem: CrashingFileSystem(seed: seed), time: clock.timeSource)
        var store = try await subject.open()
        for step in 0..<150 {
            clock.advance(by: .milliseconds(Int64.random(in: -3...3_000, using: &generator)))
            if generator.chance(0.04) {
                try await subject.close(store)
                store = try await subject.open()
            }
            try await change(store, model, &generator)
            try await compare(store, model, &generator, "seed \(seed), step \(step)")
        }
        #expect(try await store.verify().firstProblem == nil, "seed \(seed)")
        #expect(try await store.verify().recordCount == model.verify().recordCount, "seed \(seed)")
        try await subject.close(store)
    }

    private func change(
        _ store: any LogStore, _ model: ModelLogStore, _ generator: inout SeededGenerator
    ) async throws {
        let stream = Self.streams.randomElement(using: &generator) ?? Self.streams[0]
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<7:
            let records = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                LogRecord.random(using: &generator)
            }
            let durability: Durability = generator.chance(0.5) ? .strict : .relaxed
            let receipt = try await store.append(records, to: stream, durability: durability)
            let expected = try await model.append(records, to: stream, durability: durability)
            #expect(receipt.sequences == expected.sequences)
        case 7, 8:
            let selection = generator.chance(0.3) ? .all : StreamSelection(kind: stream.kind, source: stream.source)
            let segments = try await store.seal(selection).map(\.withoutFile)
            #expect(segments == (try await model.seal(selection)))
        default:
            let ids = try await model.segments(SegmentQuery(streams: .all)).segments.map(\.id)
                .filter { _ in generator.chance(0.3) }
            let reasons: [PruneReason] = [.age(days: 30), .size(byteCount: 1 << 40), .request(by: "某人")]
            let reason = reasons.randomElement(using: &generator) ?? reasons[0]
            let pruned = try await store.prune(ids, for: reason).map(\.withoutFile)
            #expect(Set(pruned) == Set(try await model.prune(ids, for: reason)))
        }
    }

    private func compare(
        _ store: any LogStore, _ model: ModelLogStore, _ generator: inout SeededGenerator, _ place: String
    ) async throws {
        let stream = Self.streams.randomElement(using: &generator) ?? Self.streams[0]
        var bounds = [Timestamp.random(using: &generator), .random(using: &generator)].sorted()
        var filter = LogFilter(time: generator.chance(0.5) ? nil : bounds[0]..<bounds[1])
        if generator.chance(0.3) {
            filter.conditions = [[.isRecord], [.hasApp], [.workspace("")]].randomElement(using: &generator) ?? []
        }
        let query = LogQuery(
            stream: stream, filter: filter, order: generator.chance(0.5) ? .newestFirst : .oldestFirst,
            cursor: generator.chance(0.6)
                ? nil : LogQuery.Cursor(sequence: .random(in: 0...300, using: &generator)),
            offset: generator.chance(0.5) ? 0 : Int.random(in: 0...80, using: &generator),
            limit: Int.random(in: 0...120, using: &generator))
        #expect(try await store.scan(query) == model.scan(query), "\(place)")
        #expect(try await store.count(filter, in: stream) == model.count(filter, in: stream), "\(place)")

        bounds = [Timestamp.random(using: &generator), .random(using: &generator)].sorted()
        let listing = SegmentQuery(
            streams: generator.chance(0.4) ? .all : StreamSelection(project: stream.project, source: stream.source),
            overlapping: generator.chance(0.5) ? nil : bounds[0]...bounds[1],
            offset: Int.random(in: 0...3, using: &generator), limit: Int.random(in: 0...10, using: &generator))
        var page = try await store.segments(listing)
        page.segments = page.segments.map(\.withoutFile)
        #expect(page == (try await model.segments(listing)), "\(place)")
        let history = DeletionQuery(
            streams: listing.streams, offset: listing.offset, limit: generator.chance(0.5) ? .max : listing.limit)
        var deletions = try await store.deletions(history)
        deletions.deletions = deletions.deletions.map(\.withoutFile)
        #expect(deletions == (try await model.deletions(history)), "\(place)")
        if let id = page.segments.first?.id {
            let from = UInt64.random(in: 0...300, using: &generator)
            #expect(
                try await store.read(id, from: from, limit: 9) == model.read(id, from: from, limit: 9), "\(place)")
        }
    }
}

extension Segment {
    /// The model has no files; everything else has to be the same.
    fileprivate var withoutFile: Segment {
        Segment(
            id: id, sequences: sequences, times: times, textByteCount: textByteCount, fileByteCount: 0, root: root,
            fileFingerprint: ContentHasher().fingerprint)
    }
}

extension Deletion {
    fileprivate var withoutFile: Deletion {
        Deletion(segment: segment.withoutFile, time: time, reason: reason)
    }
}
