/// Conditions on the fields of a record, joined by and, or and not.
///
/// There are two truth values, not three: a condition on an absent field is false, so its negation is true.
/// `app_name != "shop"` is the negation of equality and therefore matches calls without an app.
package indirect enum Predicate: Hashable, Sendable {
    case always
    case never
    case condition(FieldCondition)
    case not(Predicate)
    /// All of them; of none it is `always`.
    case and([Predicate])
    /// At least one of them; of none it is `never`.
    case or([Predicate])

    package static func field(_ field: Field, _ test: FieldCondition.Test) -> Predicate {
        .condition(FieldCondition(field, test))
    }

    package static func field(_ field: Field, equals value: FieldValue) -> Predicate {
        .condition(FieldCondition(field, .isAmong([value])))
    }

    /// Whether the record passes: the definition that everything else is tested against.
    package func matches(_ record: LogRecord) -> Bool {
        holds { $0.matches(record) }
    }

    /// Whether the predicate is true.
    ///
    /// - Parameter isMet: whether a condition is; asked for no more of them than it takes.
    package func holds(_ isMet: (FieldCondition) throws -> Bool) rethrows -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .condition(let condition): try isMet(condition)
        case .not(let predicate): try !predicate.holds(isMet)
        case .and(let predicates): try predicates.allSatisfy { try $0.holds(isMet) }
        case .or(let predicates): try predicates.contains { try $0.holds(isMet) }
        }
    }

    /// Every field that a condition of the predicate is about.
    package var fields: Set<Field> {
        switch self {
        case .always, .never: []
        case .condition(let condition): [condition.field]
        case .not(let predicate): predicate.fields
        case .and(let predicates), .or(let predicates): predicates.reduce(into: []) { $0.formUnion($1.fields) }
        }
    }
}
