internal import Logbook
internal import Parquet

/// Puts a filter to single rows of a block, from no more of their fields than it takes.
///
/// Belongs to one question on one thread.
struct RowTest {
    private let filter: LogFilter
    private let fields: RowFields
    private let columns: BlockColumns

    /// - Parameter filter: normalized.
    init(_ filter: LogFilter, _ columns: BlockColumns) {
        self.filter = filter
        self.columns = columns
        fields = RowFields(columns)
    }

    /// Whether a row of the block that meets a condition may fail another one of the filter.
    ///
    /// - Parameter known: the place of the condition that is met.
    static func isNeeded(_ filter: LogFilter, but known: Int, _ segment: OpenSegment, block: Int) -> Bool {
        guard filter.time == nil else { return true }
        let lossStart = CommonColumns.of(segment.reader.kind).lossStart
        let hasLosses = !segment.reader.isAbsent(lossStart, block: block)
        return filter.conditions.indices.contains { index in
            index != known && (hasLosses || filter.conditions[index] != .isRecord)
        }
    }

    /// - Parameter row: counted from the first of the columns; none that only its canonical form tells.
    func passes(_ row: Int) throws -> Bool {
        if let times = filter.time {
            guard case .time(let time)? = try fields.value(of: .time(of: kind), row: row), times.contains(time) else {
                return false
            }
        }
        return try filter.conditions.allSatisfy { try passes($0, row) }
    }

    private var kind: Stream.Kind { columns.segment.reader.kind }

    private func passes(_ condition: LogFilter.Condition, _ row: Int) throws -> Bool {
        switch condition {
        case .isRecord: return try !isLoss(row)
        case .workspace(let workspace):
            guard try !isLoss(row) else { return true }
            return try kind == .access && passes(FieldCondition(.access(.workspace), .isAmong([.text(workspace)])), row)
        case .hasApp: return try kind == .access && !passes(FieldCondition(.access(.appID), .isAbsent), row)
        case .matching(let predicate): return try predicate.holds { try passes($0, row) }
        }
    }

    private func passes(_ condition: FieldCondition, _ row: Int) throws -> Bool {
        if case .hasWord(let word, ignoresCase: false) = condition.test, condition.field.kind == kind,
            case .composed(let place) = condition.field.columns
        {
            return try fields.hasWord(Array(word.utf8), in: place, row: row)
        }
        guard let value = try fields.value(of: condition.field, row: row) else { return condition.test == .isAbsent }
        return condition.test.passes(value)
    }

    private func isLoss(_ row: Int) throws -> Bool {
        let lossStart = CommonColumns.of(kind).lossStart
        guard !columns.isAbsent(lossStart) else { return false }
        return try columns.integers(lossStart).presence?.contains(row) ?? true
    }
}

extension OpenSegment {
    /// Those of some rows of a block that pass a filter, in their order.
    ///
    /// - Parameters:
    ///   - rows: ascending, as the index of the point named them.
    ///   - filter: of which the point is a condition.
    func rows(_ rows: [Int], of block: Int, passing filter: LogFilter, _ point: PointCondition) throws -> [Int] {
        guard !rows.isEmpty, !point.isExact || RowTest.isNeeded(filter, but: point.index, self, block: block) else {
            return rows
        }
        return try onEachPage(of: block, rows: rows) { columns, rows, positions in
            let test = RowTest(filter, columns)
            return try zip(rows, positions).filter { try test.passes($1) }.map(\.0)
        }
    }
}
