extension Predicate {
    /// An equivalent predicate in which
    /// - negations stand at conditions only,
    /// - no `and` is directly in an `and`, no `or` in an `or`, and none has less than two members or one twice,
    /// - `always` and `never` stand alone or nowhere,
    /// - what cannot hold by the values that it demands of a field is `never`, and tests of no consequence are gone.
    package func normalized() -> Predicate {
        normalized(isNegated: false)
    }

    private func normalized(isNegated: Bool) -> Predicate {
        switch self {
        case .always: isNegated ? .never : .always
        case .never: isNegated ? .always : .never
        case .condition(let condition): condition.normalized(isNegated: isNegated)
        case .not(let predicate): predicate.normalized(isNegated: !isNegated)
        case .and(let predicates): Self.joined(predicates, isNegated: isNegated, byAnd: !isNegated)
        case .or(let predicates): Self.joined(predicates, isNegated: isNegated, byAnd: isNegated)
        }
    }

    private static func joined(_ predicates: [Predicate], isNegated: Bool, byAnd: Bool) -> Predicate {
        var members: [Predicate] = []
        var known: Set<Predicate> = []
        func add(_ predicate: Predicate) {
            if predicate != (byAnd ? .always : .never), known.insert(predicate).inserted {
                members.append(predicate)
            }
        }
        for predicate in predicates {
            switch predicate.normalized(isNegated: isNegated) {
            case .and(let inner) where byAnd: inner.forEach(add)
            case .or(let inner) where !byAnd: inner.forEach(add)
            case let other: add(other)
            }
        }
        if byAnd {
            guard !members.contains(.never), !contradicts(members) else { return .never }
        } else if members.contains(.always) {
            return .always
        }
        switch members.count {
        case 0: return byAnd ? .always : .never
        case 1: return members[0]
        default: return byAnd ? .and(members) : .or(members)
        }
    }

    /// Whether the members demand values of a field that exclude each other.
    private static func contradicts(_ members: [Predicate]) -> Bool {
        let all = Predicate.and(members)
        return all.fields.contains { all.allowedValues(of: $0).isEmpty }
    }
}

extension FieldCondition {
    fileprivate func normalized(isNegated: Bool) -> Predicate {
        let predicate = normalized()
        guard isNegated else { return predicate }
        return switch predicate {
        case .always: .never
        case .never: .always
        case .not(let inner): inner
        default: .not(predicate)
        }
    }

    private func normalized() -> Predicate {
        switch test {
        case .isAmong(let values) where values.count == 1:
            return .condition(self)
        case .isAmong(let values):
            let distinct = Set(values).sorted()
            return distinct.isEmpty ? .never : .field(field, .isAmong(distinct))
        case .startsWith(""), .contains("", _):
            return .not(.field(field, .isAbsent))
        case .hasWord(let word, _) where !WordCharacter.makesOneWord(word):
            return .never
        default:
            return AllowedValues(of: self).isEmpty ? .never : .condition(self)
        }
    }
}
