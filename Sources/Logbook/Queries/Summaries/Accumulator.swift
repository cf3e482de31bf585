/// What one aggregate has gathered of one group. A store that has the values in columns fills it from those.
package enum Accumulator: Hashable, Sendable {
    case count(UInt64)
    /// Of the numbers, of which there are so many. The sum of 2^64 numbers of 64 bits fits.
    case sum(Int128, count: UInt64)
    /// The least or the greatest value; `nil` of none.
    case extreme(FieldValue?)
    case histogram(Histogram)
    case distinct(Set<FieldValue>)

    init(for aggregate: Aggregate) {
        switch aggregate {
        case .count: self = .count(0)
        case .sum, .average: self = .sum(0, count: 0)
        case .least, .greatest: self = .extreme(nil)
        case .quantile: self = .histogram(Histogram())
        case .distinct: self = .distinct([])
        }
    }

    /// Values kept, for the bound of them all.
    var cellCount: Int {
        switch self {
        case .count, .sum, .extreme: 0
        case .histogram(let histogram): histogram.cellCount
        case .distinct(let values): values.count
        }
    }

    mutating func add(_ record: LogRecord, for aggregate: Aggregate) {
        guard let field = aggregate.field else {
            merge(.count(1), for: aggregate)
            return
        }
        guard let value = field.value(of: record) else { return }
        switch self {
        case .count(let count):
            self = .count(count + 1)
        case .sum(let sum, let count):
            self = .sum(sum + Int128(value.integer ?? 0), count: count + 1)
        case .extreme:
            merge(.extreme(value), for: aggregate)
        case .histogram(var histogram):
            // Let go of the shared storage first, so that adding does not copy it.
            self = .count(0)
            histogram.add(value.integer ?? 0)
            self = .histogram(histogram)
        case .distinct(var values):
            self = .count(0)
            values.insert(value)
            self = .distinct(values)
        }
    }

    mutating func merge(_ other: Accumulator, for aggregate: Aggregate) {
        switch (self, other) {
        case (.count(let left), .count(let right)):
            self = .count(left + right)
        case (.sum(let left, let leftCount), .sum(let right, let rightCount)):
            self = .sum(left + right, count: leftCount + rightCount)
        case (.extreme(let left), .extreme(let right)):
            guard let left, let right else {
                self = .extreme(left ?? right)
                return
            }
            if case .least = aggregate {
                self = .extreme(min(left, right))
            } else {
                self = .extreme(max(left, right))
            }
        case (.histogram(var left), .histogram(let right)):
            left.merge(right)
            self = .histogram(left)
        case (.distinct(let left), .distinct(let right)):
            self = .distinct(left.union(right))
        default:
            preconditionFailure("summaries of different questions are not merged")
        }
    }

    /// The nearest number; sums of 64 bits are converted by the processor.
    private static func double(_ sum: Int128) -> Double {
        Int64(exactly: sum).map { Double($0) } ?? Double(sum)
    }

    func result(for aggregate: Aggregate) -> SummaryValue {
        switch (self, aggregate) {
        case (.count(let count), _): .integer(Int128(count))
        case (.sum(_, 0), .average): .absent
        case (.sum(let sum, let count), .average): .number(Self.double(sum) / Double(count))
        case (.sum(let sum, _), _): .integer(sum)
        case (.extreme(let value), _): SummaryValue(value)
        case (.histogram(let histogram), .quantile(let quantile, _)):
            histogram.quantile(quantile).map { .integer(Int128($0)) } ?? .absent
        case (.distinct(let values), _): .integer(Int128(values.count))
        case (.histogram, _): .absent
        }
    }
}
