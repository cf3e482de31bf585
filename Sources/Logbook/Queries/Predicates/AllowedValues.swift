/// The values that a field of a matching record may have: maybe more than it really can, never less.
package struct AllowedValues: Hashable, Sendable {
    /// Whether a record without the field may match.
    package var allowsAbsence: Bool
    package var values: Values

    package enum Values: Hashable, Sendable {
        /// Distinct, in order.
        case list([FieldValue])
        /// From the first, up to but without the second; `nil` is open.
        case range(from: FieldValue?, to: FieldValue?)
    }

    package static let everything = AllowedValues(allowsAbsence: true, values: .range(from: nil, to: nil))
    package static let nothing = AllowedValues(allowsAbsence: false, values: .list([]))

    package init(allowsAbsence: Bool, values: Values) {
        self.allowsAbsence = allowsAbsence
        self.values = values
    }

    /// What a single condition leaves of its field.
    package init(of condition: FieldCondition) {
        switch condition.test {
        case .isAbsent: self.init(allowsAbsence: true, values: .list([]))
        case .isAmong(let values): self.init(allowsAbsence: false, values: .list(Set(values).sorted()))
        case .compares(let comparison, let bound): self.init(allowsAbsence: false, values: Values(comparison, bound))
        case .startsWith(let prefix):
            let end = FieldValue.end(ofPrefix: prefix)
            self.init(allowsAbsence: false, values: .range(from: .text(prefix), to: end))
        case .contains, .hasWord: self.init(allowsAbsence: false, values: .range(from: nil, to: nil))
        }
    }

    package var isEmpty: Bool { !allowsAbsence && values.isEmpty }

    /// What satisfies both.
    package func intersection(_ other: AllowedValues) -> AllowedValues {
        AllowedValues(
            allowsAbsence: allowsAbsence && other.allowsAbsence, values: values.intersection(other.values))
    }

    /// At least what satisfies one of them.
    package func union(_ other: AllowedValues) -> AllowedValues {
        AllowedValues(allowsAbsence: allowsAbsence || other.allowsAbsence, values: values.union(other.values))
    }

    package func allows(_ value: FieldValue?) -> Bool {
        value.map(values.contains) ?? allowsAbsence
    }
}

extension AllowedValues.Values {
    init(_ comparison: FieldCondition.Comparison, _ bound: FieldValue) {
        switch comparison {
        case .less: self = .range(from: nil, to: bound)
        case .lessOrEqual: self = .range(from: nil, to: bound.successor)
        case .greaterOrEqual: self = .range(from: bound, to: nil)
        case .greater: self = bound.successor.map { .range(from: $0, to: nil) } ?? .list([])
        }
    }

    package var isEmpty: Bool {
        switch self {
        case .list(let values): values.isEmpty
        case .range(_, let end?) where end.isLeast: true
        case .range(let start?, let end?): end <= start
        case .range: false
        }
    }

    package func contains(_ value: FieldValue) -> Bool {
        switch self {
        case .list(let values): values.containsSorted(value)
        case .range(let start, let end): (start.map { $0 <= value } ?? true) && (end.map { value < $0 } ?? true)
        }
    }

    func intersection(_ other: Self) -> Self {
        switch (self, other) {
        case (.list(let values), _): return .list(values.filter(other.contains))
        case (_, .list(let values)): return .list(values.filter(contains))
        case (.range(let start, let end), .range(let otherStart, let otherEnd)):
            let both = Self.range(
                from: start.map { start in otherStart.map { max(start, $0) } ?? start } ?? otherStart,
                to: end.map { end in otherEnd.map { min(end, $0) } ?? end } ?? otherEnd)
            return both.isEmpty ? .list([]) : both
        }
    }

    func union(_ other: Self) -> Self {
        switch (self, other) {
        case (.list(let values), .list(let others)) where values.count + others.count <= Self.longestUnion:
            return .list(Set(values).union(others).sorted())
        case _ where isEmpty: return other
        case _ where other.isEmpty: return self
        default:
            let (first, second) = (hull, other.hull)
            return .range(
                from: first.start.flatMap { start in second.start.map { min(start, $0) } },
                to: first.end.flatMap { end in second.end.map { max(end, $0) } })
        }
    }

    /// Longer lists of alternatives are known by the range around them, so that long expressions stay cheap.
    private static var longestUnion: Int { 256 }

    /// The range around the values, which are not empty.
    private var hull: (start: FieldValue?, end: FieldValue?) {
        switch self {
        case .list(let values): (values.first, values.last?.successor)
        case .range(let start, let end): (start, end)
        }
    }
}

extension [FieldValue] {
    /// Whether the value is in the array, which is in order.
    fileprivate func containsSorted(_ value: FieldValue) -> Bool {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < endIndex && self[low] == value
    }
}
