import Logbook

/// What predicates mean, said a second time and simply: composed texts, arrays of scalars, no shared code but the
/// values.
enum NaiveEvaluator {
    static func matches(_ predicate: Predicate, _ record: LogRecord) -> Bool {
        switch predicate {
        case .always: return true
        case .never: return false
        case .not(let inner): return !matches(inner, record)
        case .and(let members): return members.filter { !matches($0, record) }.isEmpty
        case .or(let members): return !members.filter { matches($0, record) }.isEmpty
        case .condition(let condition):
            guard let value = condition.field.value(of: record) else {
                return condition.test == .isAbsent
            }
            return matches(condition.test, value)
        }
    }

    private static func matches(_ test: FieldCondition.Test, _ value: FieldValue) -> Bool {
        switch test {
        case .isAbsent: return false
        case .isAmong(let values): return values.contains { order($0, value) == 0 }
        case .compares(.less, let bound): return order(value, bound) < 0
        case .compares(.lessOrEqual, let bound): return order(value, bound) <= 0
        case .compares(.greater, let bound): return order(value, bound) > 0
        case .compares(.greaterOrEqual, let bound): return order(value, bound) >= 0
        case .startsWith(let prefix): return scalars(value).starts(with: Array(prefix.unicodeScalars))
        case .contains(let part, let ignoresCase):
            let whole = lowered(scalars(value), ignoresCase)
            let wanted = lowered(Array(part.unicodeScalars), ignoresCase)
            return (0...whole.count).contains { whole[$0...].starts(with: wanted) }
        case .hasWord(let word, let ignoresCase):
            let words = scalars(value).split { !isWordScalar($0) }.map { lowered(Array($0), ignoresCase) }
            return words.contains(lowered(Array(word.unicodeScalars), ignoresCase))
        }
    }

    private static func order(_ left: FieldValue, _ right: FieldValue) -> Int {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left < right ? -1 : left > right ? 1 : 0
        case (.time(let left), .time(let right)):
            return order(.integer(left.microseconds), .integer(right.microseconds))
        default:
            let (left, right) = (scalars(left).map(\.value), scalars(right).map(\.value))
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        }
    }

    private static func scalars(_ value: FieldValue) -> [Unicode.Scalar] {
        Array((value.text ?? "").unicodeScalars)
    }

    private static func lowered(_ scalars: [Unicode.Scalar], _ isWanted: Bool) -> [Unicode.Scalar] {
        isWanted ? scalars.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) } : scalars
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        let name = "\(scalar.properties.generalCategory)".lowercased()
        return scalar == "_" || ["letter", "mark", "number"].contains { name.hasSuffix($0) }
    }
}
