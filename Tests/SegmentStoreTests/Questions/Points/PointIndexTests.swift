import DaybookTesting
import Logbook
import Parquet
import Testing

@testable import SegmentStore

struct PointIndexTests {
    @Test(arguments: UInt64(1)...20)
    func `the rows of a number are those that have it, in whatever order numbers are`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let range: ClosedRange<Int64> = seed.isMultiple(of: 2) ? -500...500 : .min...(.max)
        var values = (0..<Int.random(in: 0...700, using: &generator)).map { _ in
            Int64.random(in: range, using: &generator)
        }
        if seed.isMultiple(of: 4) { values.sort() }
        var presence: RowSelection?
        if seed.isMultiple(of: 3) {
            presence = RowSelection(noneOf: values.count)
            for row in values.indices where generator.chance(0.7) { presence?.insert(row) }
        }
        let index = try #require(NumberIndex(IntegerVector(values: values, presence: presence)))
        for number in Set(values.prefix(50) + [0, .min, .max, 7]) {
            let having = values.indices.filter { values[$0] == number && presence?.contains($0) ?? true }
            #expect(index.rows(of: number) == having, "seed \(seed): \(number)")
        }
    }

    @Test func `numbers of which there are few have no index but bitmaps, others no bitmaps`() {
        let few = IntegerVector(values: (0..<3_000).map { Int64($0 * 7 % 5) })
        let many = IntegerVector(values: (0..<3_000).map { Int64($0 * 7_919 % 3_001) })
        #expect(NumberIndex(few) == nil)
        #expect(NumberIndex(many) != nil)
        #expect(NumberBitmaps(few) != nil)
        #expect(NumberBitmaps(many) == nil)
        // Many that come late.
        #expect(NumberBitmaps(IntegerVector(values: [Int64](repeating: 1, count: 2_000) + many.values)) == nil)
    }

    @Test(arguments: UInt64(1)...20)
    func `bitmaps leave the rows that the column itself leaves`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
            Int64.random(in: -3...9, using: &generator)
        }
        var vector = IntegerVector(values: values)
        if seed.isMultiple(of: 2) {
            var presence = RowSelection(noneOf: values.count)
            for row in values.indices where generator.chance(0.5) { presence.insert(row) }
            vector.presence = presence
        }
        let bitmaps = try #require(NumberBitmaps(vector))
        for _ in 0..<40 {
            let first = Int64.random(in: -5...11, using: &generator)
            let range = first...first + Int64.random(in: 0...6, using: &generator)
            #expect(bitmaps.rows(in: range) == vector.rows(in: range), "seed \(seed): \(range)")
        }
    }

    /// Three blocks of 20 rows.
    private func segment() throws -> OpenSegment {
        let records = (0..<60).map { LogRecord.access(.sample(sequence: $0)) }
        let file = try CrashingFileSystem(seed: 1).open("/segment", .create)
        _ = try SegmentWriter.write(
            [PackedRun(RecordBatch(records))], of: .access(project: "p", cluster: "c"), closedMilliseconds: 5,
            shape: SegmentStoreUnderTest.smallShape, to: file)
        return OpenSegment(try SegmentReader(file: file))
    }

    @Test func `an index is made the second time, and knows every number of its block`() throws {
        let segment = try segment()
        let column = AccessColumn.requestID.rawValue
        #expect(try segment.numberIndex(of: column, block: 1, isWanted: false) == nil)
        #expect(try segment.numberIndex(of: column, block: 1, isWanted: true) == nil)
        #expect(try segment.numberIndex(of: column, block: 1, isWanted: false) == nil)
        #expect(throws: ColdData.self) { try segment.warmOnly.numberIndex(of: column, block: 1, isWanted: true) }
        let index = try #require(try segment.numberIndex(of: column, block: 1, isWanted: true))
        let numbers = try segment.integers(column, block: 1, .block).values
        for (row, number) in numbers.enumerated() { #expect(index.rows(of: number) == [row]) }
        #expect(try segment.warmOnly.numberIndex(of: column, block: 1, isWanted: false) != nil)
    }

    @Test(arguments: [
        ("a word", "word", true), ("word-a", "word", true), ("words", "word", false), ("", "word", false),
        ("ein wörd", "rd", false), ("单word", "word", false), ("单 word。", "word", true),
        ("aword word", "word", true),
        ("word", "word", true), ("a_word", "word", false), ("wordword", "word", false), ("é word", "word", true),
        ("wordé word", "word", true),
    ])
    func `a word is found in bytes where the definition finds it`(text: String, word: String, isThere: Bool) {
        #expect(FieldCondition.Test.hasWord(word).passes(.text(text)) == isThere)
        #expect(TextWords.contains(Array(word.utf8), in: Array(text.utf8)) == isThere)
    }
}
