import DaybookTesting
import Logbook
import Testing

@testable import SegmentStore

/// Columns are asked instead of records: both have to say the same.
struct BlockPredicateTests {
    static func records(_ count: Int, of kind: Stream.Kind, using generator: inout SeededGenerator) -> [LogRecord] {
        var records: [LogRecord] = []
        while records.count < count {
            let random = LogRecord.random(using: &generator)
            // A normalized filter ends open ranges with the last time that can be said.
            guard random.timestamp.microseconds < .max else { continue }
            switch (random, kind) {
            case (.access(var record), .access):
                record.statusCode = Int(Int32(truncatingIfNeeded: record.statusCode))
                if generator.chance(0.5), case .access(let earlier)? = records.randomElement(using: &generator) {
                    record.detail = earlier.detail
                }
                if generator.chance(0.5) {
                    let numbers = ["7", "-12", "0007", "12345678", "deadbeef01", "DEADBEEF"]
                    let number = numbers.randomElement(using: &generator) ?? ""
                    let size = Int.random(in: -40...40, using: &generator)
                    record.detail = .text("id : \(number)\nsize=\(size) 'Größe 12' x")
                }
                records.append(.access(record))
            case (.audit(let event), .audit): records.append(.audit(event))
            case (.loss(let window), _): records.append(.loss(window))
            default: continue
            }
        }
        return records
    }

    /// None, one that holds next to nothing, and one that holds everything.
    private static let cacheSizes = [0, 20_000, 64 << 20]

    @Test(arguments: UInt64(1)...40)
    func `rows that pass are the records that pass`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let kind: Stream.Kind = seed % 3 == 0 ? .audit : .access
        let records = Self.records(Int.random(in: 1...60, using: &generator), of: kind, using: &generator)
        let reader = try WrittenColumns.reader(
            of: records, kind: kind, blockSize: Int.random(in: 1...40, using: &generator),
            pageSize: Int.random(in: 1...9, using: &generator), using: &generator)
        let segment = OpenSegment(reader, cache: PageCache(byteLimit: Self.cacheSizes[Int(seed) % 3]))
        let questions = RandomPredicates(records: records, kind: kind)
        for _ in 0..<80 {
            let filter = questions.filter(using: &generator)
            let normalized = filter.normalized()
            for (block, extent) in reader.blocks.enumerated() {
                let first = Int(extent.firstSequence) - 1
                let expected = (0..<extent.count).filter { filter.matches(records[first + $0]) }
                let question = try QuestionedBlock(segment, block: block, filter: normalized)
                let verdict = try question.verdict()
                #expect(verdict != .all || expected.count == extent.count, "seed \(seed): \(filter)")
                #expect(verdict != .none || expected.isEmpty, "seed \(seed): \(filter)")
                let whole = try BlockPart(question, .block)
                #expect(try whole.matchingRows().rows == expected, "seed \(seed): \(filter)")
                let rows = try question.pages(in: 0..<extent.count).flatMap { page, _ in
                    let part = try BlockPart(question, .page(page))
                    return try part.matchingRows().rows.map { $0 + part.columns.rows.lowerBound }
                }
                #expect(rows == expected, "seed \(seed): \(filter)")
            }
        }
    }
}
