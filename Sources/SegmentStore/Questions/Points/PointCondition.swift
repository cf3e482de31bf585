internal import Logbook
internal import Parquet

/// A condition of a filter that few records meet: a number is one of a few, or a text has a word. Where such records
/// are is kept in memory once it was asked for, so that a question goes right to them.
struct PointCondition: Sendable {
    enum Subject: Sendable {
        case numbers([Int64], column: Int)
        /// - hexadecimal: the bytes that are written like the word.
        case word(SearchedWord, hexadecimal: [UInt8]?, place: TextColumns)
    }

    let subject: Subject
    /// The place of the condition among those of the filter.
    let index: Int

    /// - Parameter filter: normalized.
    /// - Returns: `nil` where the filter has no such condition.
    init?(of filter: LogFilter, kind: Stream.Kind) {
        for (index, condition) in filter.conditions.enumerated() {
            guard case .matching(.condition(let condition)) = condition, condition.field.kind == kind,
                let subject = Self.subject(condition)
            else { continue }
            self.subject = subject
            self.index = index
            return
        }
        return nil
    }

    /// Whether all rows that an index names meet the condition.
    var isExact: Bool { if case .numbers = subject { true } else { false } }

    private static func subject(_ condition: FieldCondition) -> Subject? {
        switch (condition.test, condition.field.columns) {
        case (.isAmong(let values), .integer(let column)) where values.count <= Limits.probedValueCount:
            return .numbers(values.compactMap(\.integer), column: column)
        case (.hasWord(let text, ignoresCase: false), .composed(let place)):
            // A number may be written in many places, and stands in their index as what it is.
            guard let word = SearchedWord(text, ignoresCase: false), word.number == nil else { return nil }
            return .word(word, hexadecimal: word.hexadecimalBytes, place: place)
        default:
            return nil
        }
    }
}

extension PointCondition {
    /// The rows of a block that may meet the condition, ascending, as an index tells that is kept; `nil` where there is
    /// none, or it does not help.
    ///
    /// - Parameter isWanted: whether the index is worth to be made, where it was asked for before.
    func rows(in segment: OpenSegment, block: Int, isWanted: Bool) throws -> [Int]? {
        switch subject {
        case .numbers(let numbers, let column):
            guard !isWanted, try isOutside(numbers, column, segment, block) else {
                let index = try segment.numberIndex(of: column, block: block, isWanted: isWanted)
                guard let index else { return nil }
                // Mostly it is one.
                let rows = numbers.count == 1 ? index.rows(of: numbers[0]) : Set(numbers.flatMap(index.rows)).sorted()
                return Self.few(rows)
            }
            return []
        case .word(let word, let hexadecimal, let place):
            guard let index = try segment.wordIndex(of: place, block: block, isWanted: isWanted),
                let rows = index.rows(with: word, hexadecimal: hexadecimal)
            else { return nil }
            return Self.few(rows)
        }
    }

    /// Whether the footer says that the block has none of the numbers.
    private func isOutside(_ numbers: [Int64], _ column: Int, _ segment: OpenSegment, _ block: Int) throws -> Bool {
        guard let bounds = try segment.reader.bounds(of: column, block: block),
            case .int64(let least) = bounds.minimum, case .int64(let greatest) = bounds.maximum
        else { return false }
        return numbers.allSatisfy { $0 < least || $0 > greatest }
    }

    private static func few(_ rows: [Int]) -> [Int]? { rows.count <= Limits.pointRowCount ? rows : nil }
}
