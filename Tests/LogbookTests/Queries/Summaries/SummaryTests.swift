import DaybookTesting
import Logbook
import Testing

struct SummaryTests {
    private static let stream = Stream.access(project: "p", cluster: "c")
    private static let duration = Field.access(.duration)

    private static func aggregates(_ forms: [String]) throws -> [Aggregate] {
        try forms.map { try Aggregate($0, of: .access) }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `groups hold what a naive count says`(seed: UInt64) async throws {
        var random = QuestionedRecords(seed: seed)
        let records = random.records(.access, count: 300)
        let filter = random.filter(.access)
        let log = try await ModelLogStore.holding([Self.stream: records])
        let names = [
            "count", "sum:duration", "avg:duration", "min:duration", "max:api_name", "p50:duration",
            "distinct:api_name",
        ]
        let groups = try ["5minutes", "status_code"].map { try Grouping($0, of: .access, offset: .zero) }
        let summary = try await log.summary(
            SummaryQuery(
                streams: [Self.stream], filter: filter, groups: groups, aggregates: try Self.aggregates(names)))
        let matching = records.filter { filter.matches($0) }
        let expected = Dictionary(grouping: matching) { record -> [FieldValue?] in
            [
                .time(Timestamp(seconds: record.timestamp.seconds / 300 * 300)),
                Field.access(.statusCode).value(of: record),
            ]
        }
        #expect(Set(summary.rows.map(\.keys)) == Set(expected.keys), "seed \(seed)")
        for row in summary.rows {
            let members = try #require(expected[row.keys])
            let durations = members.compactMap { Self.duration.value(of: $0)?.integer }.sorted()
            let sum = durations.reduce(Int128(0)) { $0 + Int128($1) }
            let names = members.compactMap { Field.access(.apiName).value(of: $0)?.text }
            func value(_ number: Int64?) -> SummaryValue { number.map { .integer(Int128($0)) } ?? .absent }
            let average: SummaryValue = durations.isEmpty ? .absent : .number(Double(sum) / Double(durations.count))
            let greatest: SummaryValue = names.map(FieldValue.text).max()?.text.map(SummaryValue.text) ?? .absent
            let median = durations.isEmpty ? nil : durations[(durations.count + 1) / 2 - 1]
            let distinct = Set(names.map { Array($0.utf8) }).count
            let values: [SummaryValue] = [
                .integer(Int128(members.count)), .integer(sum), average, value(durations.first), greatest,
                value(median), .integer(Int128(distinct)),
            ]
            #expect(row.values == values, "seed \(seed)")
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `parts that are merged give what the whole gives`(seed: UInt64) throws {
        var random = QuestionedRecords(seed: seed)
        let aggregates = try Self.aggregates([
            "count", "sum:duration", "p99:in_flow_size", "min:access_time", "distinct:detail",
        ])
        let groups = try ["minute", "api_name"].map { try Grouping($0, of: .access, offset: .zero) }
        let records = random.records(.access, count: 200)
        var whole = Aggregator(groups: groups, aggregates: aggregates)
        try whole.add(records)
        var parts = (0..<4).map { _ in Aggregator(groups: groups, aggregates: aggregates) }
        for record in records.shuffled(using: &random.random) {
            let part = Int.random(in: 0..<4, using: &random.random)
            try parts[part].add(record)
        }
        var merged = parts[3]
        for part in parts.dropLast() {
            try merged.merge(part)
        }
        #expect(merged.summary == whole.summary, "seed \(seed)")
    }

    @Test func `sums are greater than a number of 64 bits where they are`() throws {
        var random = QuestionedRecords(seed: 1)
        var record = random.access()
        record.durationMilliseconds = .max
        var aggregator = Aggregator(groups: [], aggregates: try Self.aggregates(["sum:duration", "avg:duration"]))
        try aggregator.add(Array(repeating: LogRecord.access(record), count: 3))
        #expect(
            aggregator.summary.rows.first?.values
                == [.integer(Int128(Int64.max) * 3), .number(Double(Int64.max))])
    }

    @Test func `no records are one group without keys, and none with`() async throws {
        let log = try await ModelLogStore.holding()
        let aggregates = try Self.aggregates(["count", "avg:duration", "p50:duration", "max:detail", "sum:duration"])
        var query = SummaryQuery(streams: [Self.stream], filter: LogFilter(), aggregates: aggregates)
        #expect(
            try await log.summary(query).rows
                == [.init(keys: [], values: [.integer(0), .absent, .absent, .absent, .integer(0)])])
        query.groups = [.field(Self.duration)]
        #expect(try await log.summary(query).rows.isEmpty)
        let total = SummaryQuery(streams: [Self.stream], filter: LogFilter())
        #expect(try await log.summary(total).rows == [.init(keys: [], values: [.integer(0)])])
    }

    @Test func `more groups than anybody reads are refused`() throws {
        var random = QuestionedRecords(seed: 1)
        var record = random.access()
        var aggregator = Aggregator(groups: [.field(Self.duration)], aggregates: [.count])
        #expect(throws: QueryError(.tooLarge, "")) {
            for number in 0...Int64(QueryLimits.groupCount) {
                record.durationMilliseconds = number
                try aggregator.add(.access(record))
            }
        }
    }

    @Test(
        arguments: [
            ("minute", 60), ("1second", 1), ("15minutes", 900), ("2hours", 7_200), ("day", 86_400),
            ("366days", 366 * 86_400),
        ] as [(String, Int64)])
    func `buckets of time`(form: String, seconds: Int64) throws {
        let bucket = try #require(TimeBucket(seconds: seconds))
        #expect(try Grouping(form, of: .access, offset: .zero) == .time(bucket, name: form))
    }

    @Test(arguments: ["0minutes", "367days", "99999999999999999999seconds", "minutely", "", "15", "-1minute"])
    func `what is no grouping`(form: String) {
        #expect(throws: QueryError.self) { try Grouping(form, of: .access, offset: .zero) }
    }

    @Test func `a day begins at midnight of its zone, also before 1970`() throws {
        let offset = try #require(UTCOffset(minutes: 8 * 60))
        let day = try #require(TimeBucket(seconds: 86_400, offset: offset))
        #expect(day.start(of: Timestamp(microseconds: 1_735_747_199_999_999)) == Timestamp(seconds: 1_735_660_800))
        #expect(day.start(of: Timestamp(seconds: 1_735_747_200)) == Timestamp(seconds: 1_735_747_200))
        #expect(day.start(of: Timestamp(microseconds: -1)) == Timestamp(seconds: -28_800))
    }

    @Test(arguments: [
        "", "counts", "avg", "avg:", "avg:nothing", "avg:api_name", "p101:duration", "p:duration", "p99.99999:duration",
        "p-1:duration", "sum:access_time", "median:duration", "p９:duration", "count:duration",
    ])
    func `what is no aggregate`(form: String) {
        #expect(throws: QueryError.self) { try Aggregate(form, of: .access) }
    }

    @Test(arguments: [("p99.90:duration", "p99.9_duration"), ("p0:duration", "p0_duration"), ("count", "count")])
    func `an aggregate has a name`(form: String, name: String) throws {
        #expect(try Aggregate(form, of: .access).name == name)
    }
}
