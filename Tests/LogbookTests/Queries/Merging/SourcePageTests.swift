import DaybookTesting
import Logbook
import Testing

struct SourcePageTests {
    private static let streams = ["n1", "n2", "n3"].map { Stream.audit(project: "p", instance: "i", node: $0) }

    private static func event(_ random: inout QuestionedRecords, at milliseconds: Int64) -> LogRecord {
        var event = random.audit()
        event.time = Timestamp(milliseconds: milliseconds)
        return .audit(event)
    }

    /// A log whose nodes have records at interleaved and equal times.
    private static func log(seed: UInt64) async throws -> (ModelLogStore, QuestionedRecords) {
        var random = QuestionedRecords(seed: seed)
        var records: [Stream: [LogRecord]] = [:]
        for stream in streams {
            var time = Int64(0)
            for _ in 0..<Int.random(in: 0...30, using: &random.random) {
                time += Int64.random(in: 0...3, using: &random.random)
                records[stream, default: []].append(event(&random, at: time))
            }
        }
        return (try await .holding(records), random)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>, [LogQuery.Order.newestFirst, .oldestFirst])
    func `pages hold every record once and in order, also while records arrive`(
        seed: UInt64, order: LogQuery.Order
    ) async throws {
        var (log, random) = try await Self.log(seed: seed)
        let whole = try await log.page(SourceQuery(streams: Self.streams, order: order, limit: 1_000))
        #expect(whole.next == nil)
        let times = whole.records.map(\.stored.record.timestamp)
        #expect(times == times.sorted { order == .newestFirst ? $0 > $1 : $0 < $1 }, "seed \(seed)")
        var query = SourceQuery(
            streams: Self.streams, order: order, limit: Int.random(in: 1...7, using: &random.random))
        var seen: [SourceRecord] = []
        repeat {
            let page = try await log.page(query)
            #expect(page.records.count <= query.limit)
            seen += page.records
            if let next = page.next {
                query.cursor = try SourceCursor(text: next.text, order: order, streams: Self.streams)
                #expect(query.cursor == next, "seed \(seed)")
            } else {
                break
            }
            if seen.count < 60 {
                let stream = random.random.pick(Self.streams)
                let event = Self.event(&random, at: 1_000 + Int64(seen.count))
                _ = try await log.append([event], to: stream, durability: .relaxed)
            }
        } while true
        if order == .newestFirst {
            #expect(seen == whole.records, "seed \(seed)")
        } else {
            #expect(Array(seen.prefix(whole.records.count)) == whole.records, "seed \(seed)")
            let now = try await log.page(SourceQuery(streams: Self.streams, order: order, limit: 1_000))
            #expect(seen == now.records, "seed \(seed)")
        }
    }

    @Test func `a node that appears between two pages gives nothing to a question for the newest`() async throws {
        var random = QuestionedRecords(seed: 1)
        let records = (0..<4).map { Self.event(&random, at: Int64($0)) }
        let log = try await ModelLogStore.holding([Self.streams[0]: records])
        var query = SourceQuery(streams: Array(Self.streams.prefix(1)), limit: 2)
        let first = try await log.page(query)
        _ = try await log.append(
            [Self.event(&random, at: 9)], to: Self.streams[1], durability: .relaxed)
        query.streams = Self.streams
        query.cursor = first.next
        let second = try await log.page(query)
        #expect(second.records.map(\.stored.sequence) == [2, 1])
        #expect(second.next == nil)
    }

    @Test func `a page of nothing keeps its place`() async throws {
        let (log, _) = try await Self.log(seed: 3)
        let page = try await log.page(SourceQuery(streams: Self.streams, limit: 0))
        #expect(page.records.isEmpty)
        let next = try #require(page.next)
        let rest = try await log.page(SourceQuery(streams: Self.streams, cursor: next, limit: 1_000))
        #expect(rest == (try await log.page(SourceQuery(streams: Self.streams, limit: 1_000))))
        #expect(try await log.page(SourceQuery(streams: [], limit: 5)) == SourcePage(records: [], next: nil))
    }
}
