internal import Logbook
internal import Parquet

/// Finds the rows of a part of a block that pass a predicate, from as few columns as it takes.
///
/// Says nothing of rows that only their canonical form tells; see `BlockPart`.
struct BlockPredicates {
    private let vectors: FieldVectors
    private let kind: Stream.Kind
    private let composedTests: ComposedTests

    init(_ vectors: FieldVectors, kind: Stream.Kind, _ composedTests: ComposedTests) {
        self.vectors = vectors
        self.kind = kind
        self.composedTests = composedTests
    }

    /// - Returns: those of the candidates that pass.
    func rows(_ predicate: Predicate, among candidates: RowSelection) throws -> RowSelection {
        guard !candidates.isEmpty else { return candidates }
        switch predicate {
        case .always:
            return candidates
        case .never:
            return RowSelection(noneOf: candidates.count)
        case .condition(let condition):
            return try rows(condition, among: candidates)
        case .not(let inner):
            return candidates.subtracting(try rows(inner, among: candidates))
        case .and(let members):
            var rest = candidates
            for member in members.sorted(by: { $0.cost < $1.cost }) {
                rest = try rows(member, among: rest)
            }
            return rest
        case .or(let members):
            var rest = candidates
            for member in members.sorted(by: { $0.cost < $1.cost }) {
                rest.subtract(try rows(member, among: rest))
            }
            return candidates.subtracting(rest)
        }
    }

    /// The rows whose time lies in the range.
    func rows(_ times: Range<Timestamp>, among candidates: RowSelection) throws -> RowSelection {
        guard !times.isEmpty else { return RowSelection(noneOf: candidates.count) }
        let range = times.lowerBound.microseconds...times.upperBound.microseconds - 1
        return try vectors.times().rows(in: range).intersection(candidates)
    }

    private func rows(_ condition: FieldCondition, among candidates: RowSelection) throws -> RowSelection {
        if condition.field.kind != kind {
            // A field of the other kind is absent in every record; but the time is everywhere.
            guard !condition.field.isTime else { return try timeRows(condition).intersection(candidates) }
            return condition.test == .isAbsent ? candidates : RowSelection(noneOf: candidates.count)
        }
        let rows: RowSelection
        switch condition.field.columns {
        case .time:
            rows = try timeRows(condition)
        case .integer, .unsigned, .milliseconds:
            rows = try numberRows(condition)
        case .text, .dotted, .joined, .joinedPairs:
            rows = Self.rows(condition, of: try vectors.texts(condition.field))
        case .composed(let columns):
            let test = try composedTests.test(condition.test, of: columns)
            return try vectors.composed(columns).rows(test, among: candidates)
        }
        return rows.intersection(candidates)
    }

    private func timeRows(_ condition: FieldCondition) throws -> RowSelection {
        Self.rows(condition, of: try vectors.times())
    }

    private func numberRows(_ condition: FieldCondition) throws -> RowSelection {
        guard condition.test != .isAbsent, let bitmaps = try vectors.bitmaps(condition.field) else {
            return Self.rows(condition, of: try vectors.integers(condition.field))
        }
        return Self.rows(condition, count: vectors.rowCount) { bitmaps.rows(in: $0) }
    }

    private static func rows(_ condition: FieldCondition, of vector: IntegerVector) -> RowSelection {
        if condition.test == .isAbsent {
            return RowSelection(allOf: vector.rowCount).subtracting(vector.presentRows)
        }
        return rows(condition, count: vector.rowCount) { vector.rows(in: $0) }
    }

    private static func rows(
        _ condition: FieldCondition, count: Int, in find: (ClosedRange<Int64>) -> RowSelection
    ) -> RowSelection {
        switch AllowedValues(of: condition).values {
        case .range(let start, let end):
            return ClosedRange(from: start, to: end).map(find) ?? RowSelection(noneOf: count)
        case .list(let values):
            return values.compactMap(\.number).reduce(into: RowSelection(noneOf: count)) { rows, number in
                rows.formUnion(find(number...number))
            }
        }
    }

    private static func rows(_ condition: FieldCondition, of vector: TextVector) -> RowSelection {
        if condition.test == .isAbsent {
            return RowSelection(allOf: vector.rowCount).subtracting(vector.presentRows)
        }
        return vector.rows { condition.test.passes(.text(String(bytes: $0))) }
    }
}

extension Predicate {
    /// How much has to be read to tell, roughly: cheap conditions come first and leave less for dear ones.
    var cost: Int {
        switch self {
        case .always, .never: 0
        case .condition(let condition): condition.field.columns.cost
        case .not(let predicate): predicate.cost
        case .and(let predicates), .or(let predicates): predicates.reduce(0) { max($0, $1.cost) }
        }
    }
}

extension FieldColumns {
    fileprivate var cost: Int {
        switch self {
        case .time: 1
        case .integer, .unsigned, .milliseconds: 2
        case .text: 3
        case .dotted: 4
        case .joined, .joinedPairs: 5
        case .composed: 6
        }
    }
}

extension FieldValue {
    /// The number that stands for the value in a vector of numbers; `nil` for a text.
    var number: Int64? {
        switch self {
        case .integer(let integer): integer
        case .time(let time): time.microseconds
        case .text: nil
        }
    }
}

extension ClosedRange<Int64> {
    /// From the first, up to but without the second; `nil` is open, and of no number.
    fileprivate init?(from start: FieldValue?, to end: FieldValue?) {
        let first = start?.number ?? .min
        guard let end = end?.number else {
            self = first...Int64.max
            return
        }
        guard end > first else { return nil }
        self = first...end - 1
    }
}
