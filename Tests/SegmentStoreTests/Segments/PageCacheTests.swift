import DaybookTesting
import Logbook
import Parquet
import Testing

@testable import SegmentStore

struct PageCacheTests {
    private func key(_ number: Int, segment: Int = 0) -> PageCache.Key {
        PageCache.Key(segment: segment, block: number / 7, column: number % 7, part: .values(.page(number % 3)))
    }

    private func integers(_ number: Int, count: Int) -> KeptData {
        .integers(IntegerVector(values: [Int64](repeating: Int64(number), count: count)))
    }

    private func number(_ data: KeptData?) -> Int64? {
        guard case .integers(let vector)? = data else { return nil }
        return vector.values.first
    }

    private let records = (0..<60).map { LogRecord.access(.sample(sequence: $0)) }

    /// Three blocks of 20 rows, each in pages of 5.
    private func reader() throws -> SegmentReader {
        let file = try CrashingFileSystem(seed: 1).open("/segment", .create)
        _ = try SegmentWriter.write(
            [PackedRun(RecordBatch(records))], of: .access(project: "p", cluster: "c"), closedMilliseconds: 5,
            shape: SegmentStoreUnderTest.smallShape, to: file)
        return try SegmentReader(file: file)
    }

    @Test(arguments: UInt64(1)...20)
    func `never holds more than its bytes, and only what was kept under the key`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int.random(in: 0...200_000, using: &generator)
        let cache = PageCache(byteLimit: limit)
        var latest: [PageCache.Key: Int] = [:]
        for step in 0..<2_000 {
            let key = key(Int.random(in: 0..<200, using: &generator), segment: Int.random(in: 0..<3, using: &generator))
            if generator.chance(0.5) {
                cache.keep(integers(step, count: Int.random(in: 1...4_000, using: &generator)), for: key)
                latest[key] = step
            } else if let found = number(cache[key]) {
                #expect(found == latest[key].map(Int64.init), "seed \(seed), step \(step)")
            }
            #expect(cache.byteCount <= limit, "seed \(seed), step \(step)")
        }
        for segment in 0..<3 { cache.drop(segment: segment) }
        #expect(cache.byteCount == 0)
        #expect(latest.keys.allSatisfy { cache[$0] == nil })
    }

    @Test func `what is asked for again outlives what is read once`() {
        let cache = PageCache(byteLimit: 100_000)
        cache.keep(integers(-1, count: 500), for: key(0, segment: 1))
        for step in 0..<500 {
            cache.keep(integers(step, count: 500), for: key(step))
            #expect(number(cache[key(0, segment: 1)]) == -1, "step \(step)")
        }
        #expect(cache[key(0)] == nil)
        #expect(number(cache[key(499)]) == 499)
    }

    @Test func `what would push out most of the others is not kept`() {
        let cache = PageCache(byteLimit: 100_000)
        cache.keep(integers(1, count: 500), for: key(1))
        cache.keep(integers(2, count: 5_000), for: key(2))
        #expect(cache[key(2)] == nil)
        #expect(number(cache[key(1)]) == 1)
    }

    @Test func `a segment that is let go of takes what was kept of it along`() throws {
        let cache = PageCache(byteLimit: 1 << 20)
        var segments = try (0..<2).map { _ in OpenSegment(try reader(), cache: cache) }
        _ = try segments[0].records(of: 0, rows: [1, 2, 9])
        let ofFirst = cache.byteCount
        _ = try segments[1].records(of: 1, rows: [3])
        #expect(ofFirst > 0 && cache.byteCount > ofFirst)
        segments.removeLast()
        #expect(cache.byteCount == ofFirst)
        segments.removeLast()
        #expect(cache.byteCount == 0)
    }

    @Test func `who must not wait for the disk gets what was read before, and nothing else`() throws {
        let segment = OpenSegment(try reader())
        #expect(throws: ColdData.self) { try segment.warmOnly.records(of: 0, rows: [1, 2]) }
        #expect(try segment.records(of: 0, rows: [1, 2]).map(\.record) == Array(records[1...2]))
        #expect(try segment.warmOnly.records(of: 0, rows: [0, 4]).map(\.record) == [records[0], records[4]])
        #expect(throws: ColdData.self) { try segment.warmOnly.records(of: 0, rows: [4, 5]) }
    }
}
