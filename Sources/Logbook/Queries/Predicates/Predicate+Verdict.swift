extension Predicate {
    /// What can be said of a block as a whole: `none` lets it be passed over, `all` lets it be counted unread.
    package func verdict(on block: some BlockSummary) -> BlockVerdict {
        switch self {
        case .always: .all
        case .never: .none
        case .condition(let condition): condition.verdict(on: block)
        case .not(let predicate): predicate.verdict(on: block).negated
        case .and(let predicates): predicates.reduce(.all) { min($0, $1.verdict(on: block)) }
        case .or(let predicates): predicates.reduce(.none) { max($0, $1.verdict(on: block)) }
        }
    }
}

extension FieldCondition {
    fileprivate func verdict(on block: some BlockSummary) -> BlockVerdict {
        let statistics = block.statistics(of: field)
        switch test {
        case .isAbsent:
            return statistics.absence
        case _ where statistics.absence == .all:
            return .none
        case .isAmong(let values):
            let possible = values.filter { value in
                (statistics.bounds?.contains(value) ?? true) && block.mayContain(value, in: field)
            }
            guard !possible.isEmpty else { return .none }
            // Only where both ends are one value is it certain that no other value lies between them.
            let isCertain = statistics.bounds.map { $0.lowerBound == $0.upperBound } ?? false
            return isCertain && statistics.absence == .none ? .all : .some
        case .compares, .startsWith:
            return verdict(on: statistics)
        case .contains("", _):
            return statistics.absence.negated
        case .contains(let text, ignoresCase: false):
            return block.mayContain(substring: text, in: field) ? .some : .none
        case .hasWord(let word, ignoresCase: false):
            return block.mayContain(word: word, in: field) ? .some : .none
        case .contains, .hasWord:
            return .some
        }
    }

    /// For tests that accept one range of values.
    private func verdict(on statistics: FieldStatistics) -> BlockVerdict {
        let allowed = AllowedValues(of: self).values
        guard !allowed.isEmpty else { return .none }
        guard let bounds = statistics.bounds else { return .some }
        if case .range(let start, let end) = allowed {
            if let start, bounds.upperBound < start { return .none }
            if let end, end <= bounds.lowerBound { return .none }
        }
        let coversAll = allowed.contains(bounds.lowerBound) && allowed.contains(bounds.upperBound)
        return coversAll && statistics.absence == .none ? .all : .some
    }
}

extension LogFilter {
    /// What can be said of a block as a whole; the time range is compared with the statistics of the time field.
    ///
    /// A record of the kind has all the fields that are not optional, a loss window has none but the time.
    package func verdict(on block: some BlockSummary, of kind: Stream.Kind) -> BlockVerdict {
        var verdict = BlockVerdict.all
        if let time {
            let range = Predicate.and([
                .field(.time(of: kind), .compares(.greaterOrEqual, .time(time.lowerBound))),
                .field(.time(of: kind), .compares(.less, .time(time.upperBound))),
            ])
            verdict = range.verdict(on: block)
        }
        return conditions.reduce(verdict) { min($0, $1.verdict(on: block, of: kind)) }
    }
}

extension LogFilter.Condition {
    fileprivate func verdict(on block: some BlockSummary, of kind: Stream.Kind) -> BlockVerdict {
        let required: Field = kind == .access ? .access(.requestID) : .audit(.command)
        switch self {
        case .isRecord:
            return block.statistics(of: required).absence.negated
        case .workspace(let workspace):
            guard kind == .access else { return .some }
            let isLoss = Predicate.field(.access(.workspace), .isAbsent)
            return Predicate.or([.field(.access(.workspace), equals: .text(workspace)), isLoss]).verdict(on: block)
        case .hasApp:
            return Predicate.not(.field(.access(.appID), .isAbsent)).verdict(on: block)
        case .matching(let predicate):
            return predicate.verdict(on: block)
        }
    }
}
