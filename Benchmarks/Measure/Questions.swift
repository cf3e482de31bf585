import Foundation
import Logbook
import SegmentStore

/// Answers the questions that the peers are asked too, and tells how long it took and what came out.
struct Questions {
    let project: String
    /// How often each question is asked: so often, and more often for some seconds, up to a most.
    let runCount: Int
    var mostRunCount: Int
    var seconds: Double

    /// One question as it comes in.
    struct Question: Decodable {
        var name: String
        var cluster: String
        /// Conditions that are asked in turn, as `daybook query --where` takes them; none where there are no others.
        var conditions: [String]?
        var limit: Int?
        var groups: [String]?
        var aggregates: [String]?

        enum CodingKeys: String, CodingKey {
            case name, cluster, limit, groups, aggregates
            case conditions = "where"
        }
    }

    /// A question that can be asked again and again, as peers keep statements that they have prepared.
    private enum Prepared {
        case rows(LogQuery)
        case summary(SummaryQuery)
    }

    private enum Answer {
        case rows(FieldPage)
        case summary(Summary)
    }

    /// Asks each question with each of its conditions once, as peers are warmed up, and then with one after the other.
    func answer(in store: SegmentStore) async throws {
        while let line = readLine() {
            let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
            let prepared =
                try question.conditions?.map { try self.prepared(question, $0) }
                ?? [self.prepared(question, nil)]
            var firstTimes: [Double] = []
            var answers: [Answer] = []
            for one in prepared {
                let start = ContinuousClock.now
                answers.append(try await answer(one, in: store))
                firstTimes.append(Self.milliseconds(since: start))
            }
            var times: [Double] = []
            let begin = ContinuousClock.now
            while times.count < runCount
                || times.count < mostRunCount && Self.milliseconds(since: begin) < seconds * 1_000
            {
                let turn = times.count % prepared.count
                let start = ContinuousClock.now
                let answer = try await answer(prepared[turn], in: store)
                times.append(Self.milliseconds(since: start))
                answers[turn] = answer
            }
            Report.write([
                "name": question.name, "first_times_ms": firstTimes, "times_ms": times,
                "answers": answers.map(Self.rows),
            ])
        }
        await store.close()
    }

    /// What is timed: all values of the answer are made.
    private func answer(_ prepared: Prepared, in store: SegmentStore) async throws -> Answer {
        switch prepared {
        case .rows(let query): .rows(try await store.fields(Self.row, of: query))
        case .summary(let query): .summary(try await store.summary(query))
        }
    }

    private func prepared(_ question: Question, _ condition: String?) throws -> Prepared {
        let stream = Logbook.Stream.access(project: project, cluster: question.cluster)
        var conditions = [LogFilter.Condition.isRecord]
        if let condition {
            let times = TimeReader(now: Timestamp(milliseconds: 0), offset: .zero)
            conditions.append(.matching(try ExpressionParser.predicate(condition, of: .access, times: times)))
        }
        let filter = LogFilter(conditions: conditions)
        if question.groups != nil || question.aggregates != nil {
            return .summary(
                SummaryQuery(
                    streams: [stream], filter: filter,
                    groups: try (question.groups ?? []).map { try Grouping($0, of: .access, offset: .zero) },
                    aggregates: try (question.aggregates ?? []).map { try Aggregate($0, of: .access) }))
        }
        return .rows(LogQuery(stream: stream, filter: filter, limit: question.limit ?? 100))
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - start) / .milliseconds(1)
    }

    private static func rows(of answer: Answer) -> [[Any]] {
        switch answer {
        case .summary(let summary):
            summary.rows.map { $0.keys.map(Self.value) + $0.values.map(Self.value) }
        case .rows(let page):
            page.rows.map { row in
                zip(Self.row, row.values).map { field, value in
                    guard field == .access(.requestID), let integer = value?.integer else { return Self.value(value) }
                    return String(integer)
                }
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
