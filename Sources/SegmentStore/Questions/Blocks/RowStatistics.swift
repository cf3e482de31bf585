internal import Logbook
internal import Parquet

/// What a file says of one column in a run of rows, a row group or a page.
struct ColumnStatistics {
    /// No value is below this; `nil` when not known or when there is no value.
    var minimum: Scalar?
    /// No value is above this.
    var maximum: Scalar?
    /// In how many of the rows there is no value.
    var absence: BlockVerdict

    static let unknown = ColumnStatistics(minimum: nil, maximum: nil, nullCount: nil, rowCount: 0)

    init(minimum: Scalar?, maximum: Scalar?, nullCount: Int?, rowCount: Int) {
        self.minimum = minimum
        self.maximum = maximum
        absence =
            switch nullCount {
            case nil: .some
            case 0: .none
            case rowCount: .all
            default: .some
            }
    }

    /// The bounds of a column of numbers.
    fileprivate var numbers: ClosedRange<Int64>? {
        guard let minimum = minimum?.number, let maximum = maximum?.number, minimum <= maximum else { return nil }
        return minimum...maximum
    }

    /// The bounds as values of a field.
    fileprivate var values: ClosedRange<FieldValue>? {
        if let numbers { return .integer(numbers.lowerBound) ... .integer(numbers.upperBound) }
        guard case .bytes(let minimum)? = minimum, case .bytes(let maximum)? = maximum,
            let least = String(validating: minimum, as: UTF8.self),
            let greatest = String(validating: maximum, as: UTF8.self), .text(least) <= FieldValue.text(greatest)
        else { return nil }
        return .text(least) ... .text(greatest)
    }
}

extension Scalar {
    fileprivate var number: Int64? {
        switch self {
        case .int32(let number): Int64(number)
        case .int64(let number): number
        case .boolean, .double, .bytes: nil
        }
    }
}

/// The fields of a run of rows, as the statistics of their columns tell them.
struct RowStatistics: BlockSummary {
    let kind: Stream.Kind
    /// By the index of the column, those that a question asks for.
    let columns: [Int: ColumnStatistics]

    private func column(_ index: Int) -> ColumnStatistics { columns[index] ?? .unknown }

    func statistics(of field: Logbook.Field) -> FieldStatistics {
        guard field.kind == kind || field.isTime else { return FieldStatistics(bounds: nil, absence: .all) }
        switch field.columns {
        case .time:
            return timeStatistics
        case .integer(let place), .text(let place):
            let statistics = column(place)
            return FieldStatistics(bounds: statistics.values, absence: statistics.absence)
        case .unsigned(let place):
            let statistics = column(place)
            let isSmall = statistics.numbers.map { $0.lowerBound >= 0 } ?? false
            return FieldStatistics(bounds: isSmall ? statistics.values : nil, absence: statistics.absence)
        case .milliseconds(let place):
            let statistics = column(place)
            let milliseconds = statistics.numbers.map { bounds in
                FieldValue.integer(Timestamp(microseconds: bounds.lowerBound).milliseconds)
                    ... .integer(Timestamp(microseconds: bounds.upperBound).milliseconds)
            }
            return FieldStatistics(bounds: milliseconds, absence: statistics.absence)
        case .dotted(let place, _):
            return FieldStatistics(bounds: nil, absence: column(place).absence)
        case .composed(let columns):
            return FieldStatistics(bounds: nil, absence: column(columns.template).absence)
        case .joined, .joinedPairs:
            return .unknown
        }
    }

    private var timeStatistics: FieldStatistics {
        let common = CommonColumns.of(kind)
        guard let bounds = column(common.time).numbers else {
            return FieldStatistics(bounds: nil, absence: .none)
        }
        guard kind == .access else {
            return FieldStatistics(
                bounds: .time(Timestamp(microseconds: bounds.lowerBound))
                    ... .time(Timestamp(microseconds: bounds.upperBound)), absence: .none)
        }
        // The time of a loss window is rounded down to milliseconds in the column.
        let rest: Int64 = column(common.lossStart).absence == .all ? 0 : 999
        let (start, startOverflow) = bounds.lowerBound.multipliedReportingOverflow(by: 1_000)
        let (end, endOverflow) = bounds.upperBound.multipliedReportingOverflow(by: 1_000)
        guard !startOverflow, !endOverflow, end <= .max - rest else {
            return FieldStatistics(bounds: nil, absence: .none)
        }
        return FieldStatistics(
            bounds: .time(Timestamp(microseconds: start)) ... .time(Timestamp(microseconds: end + rest)),
            absence: .none)
    }
}
