import DaybookTesting
import Logbook
import SegmentStore
import Testing

/// Questions whose data stays in memory from one to the next, while segments come and go.
struct WarmQuestionTests {
    private static let stream = Logbook.Stream.access(project: "p", cluster: "c")

    private func open(_ disk: CrashingFileSystem, _ clock: TestClock, cacheByteCount: Int?) async throws -> SegmentStore
    {
        var options = SegmentStoreUnderTest.options
        options.readerCount = 2
        options.segmentShape = SegmentStoreUnderTest.smallShape
        options.cacheByteCount = cacheByteCount ?? options.cacheByteCount
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: clock.timeSource, logger: .silent)
    }

    /// Each record tells its own number, so that an answer can be checked without knowing what was there meanwhile.
    private static func records(_ numbers: Range<Int>) -> [LogRecord] {
        numbers.map { number in
            var record = AccessRecord.sample(sequence: Int64(number))
            record.durationMilliseconds = Int64(number)
            record.statusCode = number % 5 == 0 ? 500 : 200
            return .access(record)
        }
    }

    @Test(arguments: [0, 20_000, nil])
    func `answers are whole while segments are sealed and deleted`(cacheByteCount: Int?) async throws {
        let clock = TestClock()
        let store = try await open(CrashingFileSystem(seed: 3), clock, cacheByteCount: cacheByteCount)
        _ = try await store.append(Self.records(1..<41), to: Self.stream, durability: .relaxed)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for step in 1..<20 {
                    let first = step * 40 + 1
                    _ = try await store.append(
                        Self.records(first..<first + 40), to: Self.stream, durability: .relaxed)
                    clock.advance(by: .milliseconds(5))
                    _ = try await store.seal(.all)
                    guard step % 3 == 0 else { continue }
                    let segments = try await store.segments(SegmentQuery(streams: .all)).segments
                    let oldest = segments.min { $0.sequences.lowerBound < $1.sequences.lowerBound }
                    _ = try await store.prune(oldest.map { [$0.id] } ?? [], for: .age(days: 1))
                }
            }
            for _ in 0..<2 {
                group.addTask { try await Self.ask(store) }
            }
            try await group.waitForAll()
        }
        try await Self.ask(store)
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
    }

    private static func ask(_ store: SegmentStore) async throws {
        let errors = LogFilter(conditions: [
            .isRecord, .matching(.field(.access(.statusCode), equals: .integer(500))),
        ])
        for round in 0..<15 {
            let page = try await store.scan(LogQuery(stream: stream, limit: 30))
            let numbers = page.records.map(\.sequence)
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 == $1 + 1 }, "round \(round)")
            for stored in page.records {
                #expect([stored.record] == records(Int(stored.sequence)..<Int(stored.sequence) + 1), "round \(round)")
            }
            let fields = try await store.fields(
                [.access(.duration), .access(.statusCode)], of: LogQuery(stream: stream, filter: errors, limit: 30))
            #expect(
                fields.rows.allSatisfy { $0.values == [.integer(Int64($0.sequence)), .integer(500)] }, "round \(round)")
            let rows = try await store.summary(
                SummaryQuery(
                    streams: [stream], filter: errors, groups: [],
                    aggregates: [.count, .least(.access(.duration)), .greatest(.access(.duration))])
            ).rows[0].values
            guard case .integer(let count) = rows[0], case .integer(let least) = rows[1],
                case .integer(let greatest) = rows[2]
            else {
                Issue.record("round \(round): \(rows)")
                return
            }
            // Every fifth, from the oldest segment that is left to the newest record.
            #expect(greatest - least == (count - 1) * 5, "round \(round)")
        }
    }

    @Test func `what is in memory hides no damage on disk from verify`() async throws {
        let disk = CrashingFileSystem(seed: 5)
        let store = try await open(disk, TestClock(), cacheByteCount: nil)
        _ = try await store.append(Self.records(1..<200), to: Self.stream, durability: .strict)
        _ = try await store.seal(.all)
        let query = LogQuery(stream: Self.stream, limit: 200)
        let before = try await store.scan(query)
        let path = try #require(disk.contents.keys.first { $0.hasPrefix("/store/segments/") })
        let bytes = try #require(disk.contents[path])
        for offset in stride(from: 4, to: bytes.count, by: max(1, bytes.count / 12)) {
            disk.flip(path, at: offset)
            #expect(try await store.scan(query) == before)
            #expect(try await store.verify().firstProblem?.contains(path) == true, "byte \(offset)")
            disk.replace(path, with: bytes)
        }
        await store.close()
    }
}
