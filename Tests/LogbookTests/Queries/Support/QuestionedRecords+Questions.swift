import DaybookTesting
import Logbook

extension QuestionedRecords {
    /// A predicate as the parser makes them: no join has fewer than two members.
    mutating func predicate(_ kind: Stream.Kind, depth: Int = 3) -> Predicate {
        switch depth == 0 ? 9 : Int.random(in: 0..<10, using: &random) {
        case 0: .not(predicate(kind, depth: depth - 1))
        case 1, 2, 3: .and(members(kind, depth))
        case 4, 5: .or(members(kind, depth))
        case 6 where random.oneIn(3): random.oneIn(2) ? .always : .never
        default: .condition(condition(kind))
        }
    }

    private mutating func members(_ kind: Stream.Kind, _ depth: Int) -> [Predicate] {
        (0..<Int.random(in: 2...4, using: &random)).map { _ in predicate(kind, depth: depth - 1) }
    }

    mutating func condition(_ kind: Stream.Kind) -> FieldCondition {
        let field = random.pick(Field.all(of: kind))
        return FieldCondition(field, test(of: field.type))
    }

    private mutating func test(of type: FieldType) -> FieldCondition.Test {
        switch Int.random(in: 0..<(type == .text ? 8 : 5), using: &random) {
        case 0: .isAbsent
        case 1: .isAmong((0..<Int.random(in: 0...4, using: &random)).map { _ in value(of: type) })
        case 2: .isAmong([value(of: type)])
        case 3, 4: .compares(random.pick(FieldCondition.Comparison.allCases), value(of: type))
        case 5: .startsWith(text())
        case 6: .contains(fragment(), ignoresCase: random.oneIn(3))
        default:
            .hasWord(
                random.pick(["a", "b", "a_b", "Shop", "limit", "订单", "completed", "10", "e\u{301}"]),
                ignoresCase: random.oneIn(3))
        }
    }

    mutating func value(of type: FieldType) -> FieldValue {
        switch type {
        case .integer: .integer(integer())
        case .text: .text(text())
        case .time: .time(Timestamp(microseconds: time().microseconds + Int64.random(in: -1...1, using: &random)))
        }
    }

    /// Something that may stand in a detail, also across its parts.
    private mutating func fragment() -> String {
        guard random.oneIn(2) else { return text() }
        let whole = Array(detail().text(showsStatement: true).unicodeScalars)
        let start = Int.random(in: 0..<whole.count, using: &random)
        let end = min(whole.count, start + Int.random(in: 1...12, using: &random))
        return String(String.UnicodeScalarView(whole[start..<end]))
    }

    mutating func filter(_ kind: Stream.Kind) -> LogFilter {
        var conditions: [LogFilter.Condition] = []
        if random.oneIn(3) { conditions.append(.isRecord) }
        if random.oneIn(4) { conditions.append(.workspace(text())) }
        if random.oneIn(4) { conditions.append(.hasApp) }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            conditions.append(.matching(predicate(kind)))
        }
        let (first, second) = (time(), time())
        return LogFilter(
            time: random.oneIn(2) ? min(first, second)..<max(first, second) : nil, conditions: conditions)
    }
}
