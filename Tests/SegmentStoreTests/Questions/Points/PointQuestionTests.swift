import DaybookTesting
import Logbook
import SegmentStore
import Testing

/// Questions for single records, again and again, so that what names their rows is made and used.
struct PointQuestionTests {
    private static func stream(_ kind: Stream.Kind) -> Logbook.Stream {
        kind == .access
            ? .access(project: "p", cluster: "c") : .audit(project: "p", instance: "i", node: "n")
    }

    /// A word of the text of a record, or one that no record has.
    private static func word(
        _ record: LogRecord, _ field: Field, using generator: inout SeededGenerator
    ) -> String {
        guard case .text(let text)? = field.value(of: record), generator.chance(0.95) else { return "nowhere" }
        let words = text.unicodeScalars.split { !WordCharacter.contains($0) }
        return words.randomElement(using: &generator).map { String(String.UnicodeScalarView($0)) } ?? "nowhere"
    }

    private static func point(
        _ kind: Stream.Kind, _ records: [LogRecord], using generator: inout SeededGenerator
    ) -> Predicate {
        let some = (0..<3).compactMap { _ in records.randomElement(using: &generator) }
        if generator.chance(0.6), let record = some.first {
            let field: Field = kind == .access ? .access(.detail) : .audit(.arguments)
            return .field(field, .hasWord(word(record, field, using: &generator), ignoresCase: generator.chance(0.1)))
        }
        let field: Field = kind == .access ? .access(.requestID) : .audit(.requestID)
        let values = some.compactMap { field.value(of: $0) } + [.integer(-7)]
        return .field(field, .isAmong(Array(values.suffix(Int.random(in: 1...values.count, using: &generator)))))
    }

    @Test(arguments: UInt64(1)...12)
    func `single records are found as the definition says, however often they are asked for`(seed: UInt64) async throws
    {
        var generator = SeededGenerator(seed: seed)
        let kind: Stream.Kind = seed.isMultiple(of: 3) ? .audit : .access
        let stream = Self.stream(kind)
        let clock = TestClock()
        let subject = SegmentStoreUnderTest(
            folder: "/store", fileSystem: CrashingFileSystem(seed: seed), time: clock.timeSource,
            shape: seed.isMultiple(of: 2) ? SegmentStoreUnderTest.smallShape : .standard,
            cacheByteCount: seed.isMultiple(of: 5) ? 40_000 : nil)
        let store = try await subject.open()
        var records: [LogRecord] = []
        for part in 0..<4 {
            let some = BlockPredicateTests.records(90, of: kind, using: &generator)
            _ = try await store.append(some, to: stream, durability: .relaxed)
            records += some
            clock.advance(by: .milliseconds(5))
            if part < 3 { _ = try await store.seal(.all) }
        }
        for step in 0..<25 {
            let point = Self.point(kind, records, using: &generator)
            var filter =
                generator.chance(0.5)
                ? LogFilter(conditions: [.isRecord])
                : RandomPredicates(records: records, kind: kind).filter(using: &generator)
            filter.conditions.append(.matching(point))
            let matching = records.indices.filter { filter.matches(records[$0]) }
            var query = LogQuery(stream: stream, filter: filter, limit: 500)
            for round in 0..<4 {
                query.order = round.isMultiple(of: 2) ? .newestFirst : .oldestFirst
                query.offset = round == 3 ? 1 : 0
                let ordered = query.order == .newestFirst ? matching.reversed() : matching
                let page = try await store.scan(query)
                #expect(
                    page.records.map(\.record) == ordered.dropFirst(query.offset).map { records[$0] },
                    "seed \(seed), step \(step), round \(round): \(filter)")
                #expect(page.records.map(\.sequence) == ordered.dropFirst(query.offset).map { UInt64($0) + 1 })
            }
        }
        try await subject.close(store)
    }
}
