/// A test of one field of a record.
package struct FieldCondition: Hashable, Sendable {
    package let field: Field
    package let test: Test

    package enum Test: Sendable {
        case isAbsent
        /// The value is one of these; a single one is equality. None of them matches nothing.
        case isAmong([FieldValue])
        case compares(Comparison, FieldValue)
        /// The text begins with these bytes.
        case startsWith(String)
        /// The text has these bytes somewhere; no bytes are in every text.
        case contains(String, ignoresCase: Bool = false)
        /// The text has this word; see `WordCharacter`.
        case hasWord(String, ignoresCase: Bool = false)
    }

    package enum Comparison: String, Sendable, CaseIterable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// The test must suit the type of the field.
    package init(_ field: Field, _ test: Test) {
        precondition(test.suits(field.type), "a \(field.type) field has no such test")
        self.field = field
        self.test = test
    }

    /// Whether the record passes. But for `isAbsent`, a record without the field does not.
    package func matches(_ record: LogRecord) -> Bool {
        switch test {
        case .isAbsent:
            return !field.isPresent(in: record)
        case .isAmong, .compares, .startsWith:
            return field.value(of: record).map(test.passes) ?? false
        case .contains(let text, let ignoresCase):
            var matcher = SubstringMatcher(text, ignoresCase: ignoresCase)
            field.writeText(of: record, to: &matcher)
            return matcher.isFound && (!text.isEmpty || field.isPresent(in: record))
        case .hasWord(let word, let ignoresCase):
            var matcher = WordMatcher(word, ignoresCase: ignoresCase)
            field.writeText(of: record, to: &matcher)
            return matcher.isFound
        }
    }
}

/// Texts are told apart by their bytes, as in `FieldValue`.
extension FieldCondition.Test: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.isAbsent, .isAbsent): true
        case (.isAmong(let left), .isAmong(let right)): left == right
        case (.compares(let left, let leftBound), .compares(let right, let rightBound)):
            left == right && leftBound == rightBound
        case (.startsWith(let left), .startsWith(let right)): FieldValue.text(left) == .text(right)
        case (.contains(let left, let leftIgnores), .contains(let right, let rightIgnores)),
            (.hasWord(let left, let leftIgnores), .hasWord(let right, let rightIgnores)):
            leftIgnores == rightIgnores && FieldValue.text(left) == .text(right)
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .isAbsent: hasher.combine(0)
        case .isAmong(let values): hasher.combine(values)
        case .compares(_, let bound): hasher.combine(bound)
        case .startsWith(let text), .contains(let text, _), .hasWord(let text, _): hasher.combine(text)
        }
    }
}

extension FieldCondition.Test {
    /// Whether a field with this value, which is of a type that the test suits, passes.
    package func passes(_ value: FieldValue) -> Bool {
        switch self {
        case .isAbsent:
            return false
        case .isAmong(let values):
            return values.contains(value)
        case .compares(let comparison, let bound):
            return comparison.holds(value, bound)
        case .startsWith(let prefix):
            return value.text?.utf8.starts(with: prefix.utf8) ?? false
        case .contains(let text, let ignoresCase):
            var matcher = SubstringMatcher(text, ignoresCase: ignoresCase)
            matcher.append(value.text ?? "")
            return matcher.isFound
        case .hasWord(let word, let ignoresCase):
            var matcher = WordMatcher(word, ignoresCase: ignoresCase)
            matcher.append(value.text ?? "")
            return matcher.isFound
        }
    }

    package func suits(_ type: FieldType) -> Bool {
        switch self {
        case .isAbsent: true
        case .isAmong(let values): values.allSatisfy { $0.type == type }
        case .compares(_, let value): value.type == type
        case .startsWith, .contains, .hasWord: type == .text
        }
    }
}

extension FieldCondition.Comparison {
    package func holds(_ value: FieldValue, _ bound: FieldValue) -> Bool {
        switch self {
        case .less: value < bound
        case .lessOrEqual: !(bound < value)
        case .greater: bound < value
        case .greaterOrEqual: !(value < bound)
        }
    }
}
