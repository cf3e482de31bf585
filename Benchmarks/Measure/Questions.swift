import Foundation
import Logbook
import SegmentStore

/// Answers the questions that the peers are asked too, and tells how long it took and what came out.
struct Questions {
    let project: String
    let runCount: Int

    /// One question as it comes in.
    struct Question: Decodable {
        var name: String
        var cluster: String
        /// A condition, as `daybook query --where` takes it.
        var condition: String?
        var limit: Int?
        var groups: [String]?
        var aggregates: [String]?

        enum CodingKeys: String, CodingKey {
            case name, cluster, limit, groups, aggregates
            case condition = "where"
        }
    }

    func answer(in store: SegmentStore) async throws {
        while let line = readLine() {
            let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
            var times: [Double] = []
            var rows: [[Any]] = []
            for _ in 0..<runCount {
                let measurement = Measurement()
                rows = try await self.rows(of: question, in: store)
                times.append(measurement.wallSeconds * 1_000)
            }
            Report.write(["name": question.name, "times_ms": times, "rows": rows])
        }
        await store.close()
    }

    private func rows(of question: Question, in store: SegmentStore) async throws -> [[Any]] {
        let stream = Logbook.Stream.access(project: project, cluster: question.cluster)
        var conditions = [LogFilter.Condition.isRecord]
        if let text = question.condition {
            let times = TimeReader(now: Timestamp(milliseconds: 0), offset: .zero)
            conditions.append(.matching(try ExpressionParser.predicate(text, of: .access, times: times)))
        }
        let filter = LogFilter(conditions: conditions).normalized()
        if question.groups != nil || question.aggregates != nil {
            let query = SummaryQuery(
                streams: [stream], filter: filter,
                groups: try (question.groups ?? []).map { try Grouping($0, of: .access, offset: .zero) },
                aggregates: try (question.aggregates ?? []).map { try Aggregate($0, of: .access) })
            return try await store.summary(query).rows.map { $0.keys.map(Self.value) + $0.values.map(Self.value) }
        }
        // As the peers are asked: for some columns, all of whose values are made, texts included.
        let page = try await store.fields(
            Self.row, of: LogQuery(stream: stream, filter: filter, limit: question.limit ?? 100))
        return page.rows.map { row in
            zip(Self.row, row.values).map { field, value in
                guard field == .access(.requestID), let integer = value?.integer else { return Self.value(value) }
                return String(integer)
            }
        }
    }

    private static let row: [Logbook.Field] = [
        .access(.requestID), .access(.accessTime), .access(.apiName), .access(.statusCode), .access(.duration),
        .access(.detail),
    ]

    private static func value(_ value: FieldValue?) -> Any {
        switch value {
        case nil: NSNull()
        case .integer(let value): value
        case .text(let value): value
        case .time(let value): value.milliseconds
        }
    }

    private static func value(_ value: SummaryValue) -> Any {
        switch value {
        case .absent: NSNull()
        case .integer(let value): Int64(clamping: value)
        case .number(let value): value
        case .text(let value): value
        case .time(let value): value.milliseconds
        }
    }
}
