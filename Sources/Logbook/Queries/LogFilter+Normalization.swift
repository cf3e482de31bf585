extension LogFilter {
    /// An equivalent filter for an engine to work from: the time range is as narrow as the conditions imply, and each
    /// predicate is normal, stands once and says something that the time range does not.
    ///
    /// A filter that nothing passes becomes `LogFilter.never`.
    package func normalized() -> LogFilter {
        guard !isNormal else { return self }
        var others: [Condition] = []
        var predicates: [Predicate] = []
        for condition in conditions {
            if case .matching(let predicate) = condition {
                predicates.append(predicate)
            } else {
                others.append(condition)
            }
        }
        let whole = predicates.count == 1 ? predicates[0].normalized() : Predicate.and(predicates).normalized()
        let times = Self.times(impliedBy: whole, within: time)
        guard whole != .never, times.map({ !$0.isEmpty }) ?? true else { return .never }
        let members: [Predicate] =
            switch whole {
            case .always: []
            case .and(let members): members
            default: [whole]
            }
        let remaining = members.filter { !$0.isRangeOfTime }
        return LogFilter(time: times, conditions: others + remaining.map(Condition.matching))
    }

    /// Whether the filter is seen to be normal at a glance, as that of a question for a record by its number is: at
    /// most one predicate, which asks for one value that is no time.
    private var isNormal: Bool {
        var predicateCount = 0
        for condition in conditions {
            guard case .matching(let predicate) = condition else {
                // Predicates come last.
                guard predicateCount == 0 else { return false }
                continue
            }
            predicateCount += 1
            guard predicateCount == 1, case .condition(let condition) = predicate, !condition.field.isTime,
                case .isAmong(let values) = condition.test, values.count == 1
            else { return false }
        }
        return time.map { !$0.isEmpty } ?? true
    }

    /// Its time range is empty too, so that a store that looks at times alone reads nothing.
    package static let never = LogFilter(
        time: Timestamp(microseconds: .min)..<Timestamp(microseconds: .min), conditions: [.matching(.never)])

    /// No record carries the very last microsecond that a timestamp can hold: it ends ranges that are open.
    private static func times(impliedBy predicate: Predicate, within range: Range<Timestamp>?) -> Range<Timestamp>? {
        guard predicate.hasTime else { return range }
        var times = range
        for kind in Stream.Kind.allCases {
            guard let implied = predicate.allowedValues(of: .time(of: kind)).values.times else { continue }
            times = times.map { $0.clamped(to: implied) } ?? implied
        }
        return times
    }
}

extension AllowedValues.Values {
    /// `nil` when every time is allowed.
    fileprivate var times: Range<Timestamp>? {
        switch self {
        case .range(nil, nil):
            return nil
        case .range(let start, let end):
            let first = start?.time ?? Timestamp(microseconds: .min)
            return first..<max(first, end?.time ?? Timestamp(microseconds: .max))
        case .list(let values):
            guard let first = values.first?.time, let last = values.last else {
                return Timestamp(microseconds: 0)..<Timestamp(microseconds: 0)
            }
            return first..<(last.successor?.time ?? Timestamp(microseconds: .max))
        }
    }
}

extension FieldValue {
    fileprivate var time: Timestamp? {
        if case .time(let time) = self { time } else { nil }
    }
}

extension Predicate {
    /// Whether a condition is about the time.
    fileprivate var hasTime: Bool {
        switch self {
        case .always: false
        // What it allows is no time at all.
        case .never: true
        case .condition(let condition): condition.field.isTime
        case .not(let predicate): predicate.hasTime
        case .and(let predicates), .or(let predicates): predicates.contains(where: \.hasTime)
        }
    }

    /// Whether this is one comparison of the time, so that a time range says the same.
    fileprivate var isRangeOfTime: Bool {
        switch self {
        case .condition(let condition), .not(.condition(let condition)):
            if condition.field.isTime, case .compares = condition.test { true } else { false }
        default: false
        }
    }
}
