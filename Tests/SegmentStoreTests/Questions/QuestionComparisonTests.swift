import DaybookTesting
import Logbook
import SegmentStore
import Testing

/// Random questions to the store and to the model, whose records are sealed and appended between the pages: both have
/// to say the same, always.
struct QuestionComparisonTests {
    private static let kinds: [Stream.Kind] = [.access, .audit]

    private static func streams(_ kind: Stream.Kind) -> [Logbook.Stream] {
        switch kind {
        case .access: ["c", "d"].map { .access(project: "p", cluster: $0) }
        case .audit: ["n1", "n2", "节点"].map { .audit(project: "p", instance: "i", node: $0) }
        }
    }

    /// A store and the model of it, to which the same is done.
    private struct Pair {
        let store: any LogStore
        let model: ModelLogStore
        let clock: TestClock
        var records: [Stream.Kind: [LogRecord]] = [:]

        mutating func append(using generator: inout SeededGenerator) async throws {
            let kind = QuestionComparisonTests.kinds.randomElement(using: &generator) ?? .access
            let stream = QuestionComparisonTests.streams(kind).randomElement(using: &generator)
            guard let stream else { return }
            let records = QuestionComparisonTests.records(kind, using: &generator)
            _ = try await store.append(records, to: stream, durability: .relaxed)
            _ = try await model.append(records, to: stream, durability: .relaxed)
            self.records[kind, default: []] += records
        }

        func seal(using generator: inout SeededGenerator) async throws {
            clock.advance(by: .milliseconds(Int64.random(in: 1...900, using: &generator)))
            let kind: Stream.Kind? = generator.chance(0.5) ? nil : .access
            _ = try await store.seal(StreamSelection(kind: kind))
            _ = try await model.seal(StreamSelection(kind: kind))
        }
    }

    @Test(arguments: UInt64(1)...16)
    func `questions are answered as the model answers them`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let clock = TestClock()
        let subject = SegmentStoreUnderTest(
            folder: "/store", fileSystem: CrashingFileSystem(seed: seed), time: clock.timeSource,
            readerCount: Int(seed % 4) + 1,
            shape: seed.isMultiple(of: 2) ? SegmentStoreUnderTest.smallShape : .standard,
            cacheByteCount: [0, 30_000, nil][Int(seed / 2) % 3])
        let store = try await subject.open()
        var pair = Pair(store: store, model: ModelLogStore(time: clock.timeSource), clock: clock)
        for step in 0..<60 {
            let place = "seed \(seed), step \(step)"
            try await pair.append(using: &generator)
            if generator.chance(0.3) { try await pair.seal(using: &generator) }
            let kind = Self.kinds.randomElement(using: &generator) ?? .access
            let filter = RandomPredicates(records: pair.records[kind] ?? [], kind: kind).filter(using: &generator)
            try await Self.compareScans(&pair, kind, filter, &generator, place)
            try await Self.compareSummaries(pair, kind, filter, &generator, place)
            try await Self.comparePages(&pair, kind, filter, &generator, place)
        }
        try await subject.close(store)
    }

    private static func records(_ kind: Stream.Kind, using generator: inout SeededGenerator) -> [LogRecord] {
        let count = Int.random(in: 1...30, using: &generator)
        var records = BlockPredicateTests.records(count, of: kind, using: &generator)
        if generator.chance(0.1) {
            // What no column tells: records of the other kind, statuses beyond 32 bits.
            records += BlockPredicateTests.records(2, of: kind == .access ? .audit : .access, using: &generator)
        }
        if case .access(var record)? = records.last, generator.chance(0.1) {
            record.statusCode = .max
            records.append(.access(record))
        }
        return records
    }

    /// Page after page, with records that come and are sealed in between.
    private static func compareScans(
        _ pair: inout Pair, _ kind: Stream.Kind, _ filter: LogFilter, _ generator: inout SeededGenerator,
        _ place: String
    ) async throws {
        guard let stream = streams(kind).randomElement(using: &generator) else { return }
        #expect(
            try await pair.store.count(filter, in: stream) == pair.model.count(filter, in: stream),
            "\(place): \(filter)")
        var query = LogQuery(
            stream: stream, filter: filter, order: generator.chance(0.6) ? .newestFirst : .oldestFirst,
            offset: generator.chance(0.6) ? 0 : Int.random(in: 0...60, using: &generator),
            limit: Int.random(in: 0...25, using: &generator))
        for _ in 0..<6 {
            let page = try await pair.store.scan(query)
            #expect(try await page == pair.model.scan(query), "\(place): \(query)")
            let fields = Field.all(of: kind).filter { _ in generator.chance(0.4) } + Field.all(of: .access).suffix(1)
            #expect(
                try await pair.store.fields(fields, of: query) == pair.model.fields(fields, of: query),
                "\(place): \(fields) of \(query)")
            guard let next = page.next else { return }
            query.cursor = next
            query.offset = generator.chance(0.8) ? 0 : 2
            if generator.chance(0.2) { try await pair.append(using: &generator) }
            if generator.chance(0.2) { try await pair.seal(using: &generator) }
        }
    }

    private static func comparePages(
        _ pair: inout Pair, _ kind: Stream.Kind, _ filter: LogFilter, _ generator: inout SeededGenerator,
        _ place: String
    ) async throws {
        var query = SourceQuery(
            streams: streams(kind), filter: filter, order: generator.chance(0.6) ? .newestFirst : .oldestFirst,
            limit: Int.random(in: 1...25, using: &generator))
        for _ in 0..<4 {
            let page = try await pair.store.page(query)
            #expect(try await page == pair.model.page(query), "\(place): \(query)")
            guard let next = page.next else { return }
            query.cursor = next
            if generator.chance(0.3) { try await pair.seal(using: &generator) }
        }
    }

    private static func compareSummaries(
        _ pair: Pair, _ kind: Stream.Kind, _ filter: LogFilter, _ generator: inout SeededGenerator, _ place: String
    ) async throws {
        let (groups, aggregates) = RandomSummaries(kind: kind, fields: Field.all(of: kind)).question(using: &generator)
        let query = SummaryQuery(streams: streams(kind), filter: filter, groups: groups, aggregates: aggregates)
        #expect(try await pair.store.summary(query) == pair.model.summary(query), "\(place): \(query)")
    }
}
