import DaybookTesting
import Logbook
import Testing

@testable import SegmentStore

/// Summaries are gathered from columns instead of records: both have to say the same.
struct BlockSummaryTests {
    @Test(arguments: UInt64(1)...30)
    func `what columns sum up to is what records do`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let kind: Stream.Kind = seed % 3 == 0 ? .audit : .access
        var records = BlockPredicateTests.records(
            Int.random(in: 1...80, using: &generator), of: kind, using: &generator)
        if generator.chance(0.5) { records = records.map { Self.withSmallNumbers($0, using: &generator) } }
        let reader = try WrittenColumns.reader(
            of: records, kind: kind, blockSize: 50, pageSize: Int.random(in: 1...20, using: &generator),
            using: &generator)
        for _ in 0..<40 {
            let (groups, aggregates) = Self.question(kind, using: &generator)
            guard BlockSummaries.canAnswer(groups, aggregates) else { continue }
            let shares: [Double] = [0, 0.1, 0.9, 1]
            let shareOfRows = shares.randomElement(using: &generator) ?? 1
            var merged = Aggregator(groups: groups, aggregates: aggregates)
            var expected = merged
            for (block, extent) in reader.blocks.enumerated() {
                let question = try QuestionedBlock(OpenSegment(reader), block: block, filter: LogFilter())
                let part = BlockPart(question, runs: [0..<extent.count])
                var rows = RowSelection(noneOf: extent.count)
                for row in 0..<extent.count where generator.chance(shareOfRows) {
                    rows.insert(row)
                    try expected.add(records[Int(extent.firstSequence) - 1 + row])
                }
                var aggregator = Aggregator(groups: groups, aggregates: aggregates)
                try BlockSummaries(vectors: part.vectors, groups: groups, aggregates: aggregates)
                    .add(rows, to: &aggregator)
                try merged.merge(aggregator)
            }
            #expect(merged.summary == expected.summary, "seed \(seed): \(groups), \(aggregates)")
        }
    }

    private static func question(
        _ kind: Stream.Kind, using generator: inout SeededGenerator
    ) -> ([Grouping], [Aggregate]) {
        let fields = Field.all(of: kind).filter { if case .composed = $0.columns { false } else { true } }
        func field() -> Field { fields.randomElement(using: &generator) ?? .time(of: kind) }
        func number() -> Field { fields.filter { $0.type == .integer }.randomElement(using: &generator) ?? field() }
        let groups = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ -> Grouping? in
            guard generator.chance(0.3) else { return .field(field()) }
            let seconds: Int64 = [1, 60, 86_400, 31_536_000].randomElement(using: &generator) ?? 1
            return TimeBucket(seconds: seconds).map { .time($0, name: "bucket") }
        }
        let aggregates = (0..<Int.random(in: 1...3, using: &generator)).map { _ -> Aggregate in
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: .count
            case 1: .sum(number())
            case 2: .average(number())
            case 3: .least(field())
            case 4: .greatest(field())
            case 5:
                Aggregate.Quantile(partsPerMillion: Int.random(in: 0...1_000_000, using: &generator))
                    .map { .quantile($0, number()) } ?? .count
            default: .distinct(field())
            }
        }
        return (groups, aggregates)
    }

    private static func withSmallNumbers(_ record: LogRecord, using generator: inout SeededGenerator) -> LogRecord {
        switch record {
        case .access(var record):
            record.durationMilliseconds = .random(in: 0...9, using: &generator)
            record.statusCode = [200, 404, 500].randomElement(using: &generator) ?? 200
            record.rowCount = .random(in: -2...2, using: &generator)
            return .access(record)
        case .audit(var event):
            event.durationMicroseconds = .random(in: -3_000...3_000, using: &generator)
            event.result = .random(in: 0...2, using: &generator)
            return .audit(event)
        case .loss: return record
        }
    }
}
