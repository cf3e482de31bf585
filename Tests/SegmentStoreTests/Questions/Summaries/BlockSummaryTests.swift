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
        let fields = Field.all(of: kind).filter { if case .composed = $0.columns { false } else { true } }
        for _ in 0..<40 {
            let (groups, aggregates) = RandomSummaries(kind: kind, fields: fields).question(using: &generator)
            let shares: [Double] = [0, 0.1, 0.9, 1]
            let shareOfRows = shares.randomElement(using: &generator) ?? 1
            var merged = Aggregator(groups: groups, aggregates: aggregates)
            var expected = merged
            for (block, extent) in reader.blocks.enumerated() {
                let question = try QuestionedBlock(OpenSegment(reader), block: block, filter: LogFilter())
                let part = try BlockPart(question, .block)
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
