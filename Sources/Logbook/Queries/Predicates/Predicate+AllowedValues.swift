extension Predicate {
    /// The values that the field of a matching record may have: what a block's statistics are compared with.
    ///
    /// Conservative: a record that matches always has an allowed value; not every allowed value needs to match.
    package func allowedValues(of field: Field) -> AllowedValues {
        switch self {
        case .always: .everything
        case .never: .nothing
        case .condition(let condition): condition.field == field ? AllowedValues(of: condition) : .everything
        case .not(let predicate): predicate.valuesAllowedByNegation(of: field)
        case .and(let predicates):
            predicates.reduce(.everything) { $0.intersection($1.allowedValues(of: field)) }
        case .or(let predicates):
            predicates.reduce(.nothing) { $0.union($1.allowedValues(of: field)) }
        }
    }

    private func valuesAllowedByNegation(of field: Field) -> AllowedValues {
        switch self {
        case .always: .nothing
        case .never: .everything
        case .condition(let condition): condition.field == field ? condition.complement : .everything
        case .not(let predicate): predicate.allowedValues(of: field)
        case .and(let predicates):
            predicates.reduce(.nothing) { $0.union($1.valuesAllowedByNegation(of: field)) }
        case .or(let predicates):
            predicates.reduce(.everything) { $0.intersection($1.valuesAllowedByNegation(of: field)) }
        }
    }
}

extension FieldCondition {
    /// What the values of the field may be where the condition is false.
    fileprivate var complement: AllowedValues {
        switch test {
        case .isAbsent: AllowedValues(allowsAbsence: false, values: .range(from: nil, to: nil))
        case .compares(let comparison, let bound):
            AllowedValues(allowsAbsence: true, values: .init(comparison.opposite, bound))
        case .isAmong, .startsWith, .contains, .hasWord: .everything
        }
    }
}

extension FieldCondition.Comparison {
    fileprivate var opposite: Self {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }
}
