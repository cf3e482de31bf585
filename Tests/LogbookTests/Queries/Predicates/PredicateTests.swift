import DaybookTesting
import Logbook
import Testing

struct PredicateTests {
    private static let duration = Field.access(.duration)
    private static let appID = Field.access(.appID)
    private static let name = Field.access(.apiName)

    @Test func `a condition on an absent field is false, its negation true`() {
        var random = QuestionedRecords(seed: 1)
        var record = random.access()
        record.app = nil
        let isShop = Predicate.field(Self.appID, equals: .text("shop"))
        #expect(!isShop.matches(.access(record)))
        #expect(Predicate.not(isShop).matches(.access(record)))
        #expect(!Predicate.field(Self.appID, .contains("")).matches(.access(record)))
        #expect(Predicate.field(Self.appID, .isAbsent).matches(.access(record)))
    }

    @Test func `texts are told apart by their bytes`() {
        var random = QuestionedRecords(seed: 1)
        var record = random.access()
        record.workspace = "caf\u{E9}"
        let composed = Predicate.field(.access(.workspace), equals: .text("caf\u{E9}"))
        let decomposed = Predicate.field(.access(.workspace), equals: .text("cafe\u{301}"))
        #expect(composed != decomposed)
        #expect(composed.matches(.access(record)))
        #expect(!decomposed.matches(.access(record)))
        #expect(Predicate.or([composed, decomposed]).normalized() == .or([composed, decomposed]))
        let parts = Predicate.and([
            .field(Self.name, .contains("\u{E9}")), .field(Self.name, .contains("e\u{301}")),
        ])
        #expect(parts.normalized() == parts)
    }

    @Test func `what excludes each other is never`() {
        func compare(_ comparison: FieldCondition.Comparison, _ value: Int64) -> Predicate {
            .field(Self.duration, .compares(comparison, .integer(value)))
        }
        #expect(Predicate.and([compare(.greater, 4), compare(.less, 5)]).normalized() == .never)
        #expect(Predicate.and([compare(.greaterOrEqual, 4), compare(.less, 5)]).normalized() != .never)
        #expect(compare(.greater, .max).normalized() == .never)
        #expect(Predicate.not(compare(.greater, .max)).normalized() == .always)
        #expect(
            Predicate.and([.field(Self.name, .startsWith("ab")), .field(Self.name, equals: .text("b"))]).normalized()
                == .never)
        #expect(
            Predicate.and([.field(Self.appID, .isAbsent), .field(Self.appID, .hasWord("a"))]).normalized() == .never)
    }

    @Test func `a prefix ends where the next text begins`() {
        #expect(FieldValue.end(ofPrefix: "ab") == .text("ac"))
        #expect(FieldValue.end(ofPrefix: "a\u{10FFFF}") == .text("b"))
        #expect(FieldValue.end(ofPrefix: "\u{10FFFF}") == nil)
        #expect(FieldValue.end(ofPrefix: "\u{D7FF}") == .text("\u{E000}"))
        #expect(FieldValue.end(ofPrefix: "") == nil)
    }

    @Test func `the time range is as narrow as the conditions imply`() {
        let time = Field.access(.accessTime)
        func at(_ seconds: Int64) -> FieldValue { .time(Timestamp(seconds: seconds)) }
        let filter = LogFilter(
            time: Timestamp(seconds: 0)..<Timestamp(seconds: 100),
            conditions: [
                .isRecord,
                .matching(
                    .and([
                        .field(time, .compares(.greaterOrEqual, at(10))),
                        .not(.field(time, .compares(.greater, at(20)))),
                        .field(Self.duration, equals: .integer(1)),
                    ])),
            ])
        let normal = filter.normalized()
        #expect(normal.time == Timestamp(seconds: 10)..<Timestamp(microseconds: 20_000_001))
        #expect(normal.conditions == [.isRecord, .matching(.field(Self.duration, equals: .integer(1)))])
        let either = Predicate.or([.field(time, equals: at(5)), .field(time, equals: at(7))])
        #expect(
            LogFilter(conditions: [.matching(either)]).normalized().time
                == Timestamp(seconds: 5)..<Timestamp(microseconds: 7_000_001))
        let impossible = Predicate.field(time, equals: at(200))
        #expect(LogFilter(time: filter.time, conditions: [.matching(impossible)]).normalized() == .never)
    }

    @Test func `thousands of alternatives stay cheap to analyse`() {
        let alternatives = (0..<5_000).map { Predicate.field(Self.duration, equals: .integer($0)) }
        let allowed = Predicate.or(alternatives).normalized().allowedValues(of: Self.duration)
        #expect(allowed.values == .range(from: .integer(0), to: .integer(5_000)))
    }
}
