internal import Logbook
internal import Parquet

/// Some rows of a block of a sealed segment, to which a filter is put. A position is counted from the first of them.
struct BlockPart {
    private let question: QuestionedBlock
    let columns: BlockColumns
    let vectors: FieldVectors

    init(_ question: QuestionedBlock, _ part: ColumnPart) throws {
        self.question = question
        columns = try BlockColumns(question.segment, block: question.block, part)
        vectors = FieldVectors(columns, kind: question.reader.kind)
    }

    var rowCount: Int { columns.rowCount }

    /// The positions that pass the filter.
    func matchingRows() throws -> RowSelection {
        let filter = question.filter
        let predicates = BlockPredicates(vectors, kind: question.reader.kind, question.composedTests)
        var rows = RowSelection(allOf: rowCount)
        if let times = filter.time {
            rows = try predicates.rows(times, among: rows)
        }
        for condition in filter.conditions.sorted(by: { $0.cost < $1.cost }) {
            guard !rows.isEmpty else { break }
            rows = try self.rows(condition, among: rows, predicates)
        }
        let canonicalRows = try canonicalRows()
        guard !canonicalRows.isEmpty else { return rows }
        rows.subtract(canonicalRows)
        let positions = canonicalRows.rows
        for (position, record) in zip(positions, try records(at: positions)) where filter.matches(record.record) {
            rows.insert(position)
        }
        return rows
    }

    /// The positions of records that the columns do not tell.
    func canonicalRows() throws -> RowSelection {
        guard question.hasCanonicalRecords else { return RowSelection(noneOf: rowCount) }
        return try columns.texts(CommonColumns.of(question.reader.kind).canonical).presentRows
    }

    /// The rows at positions.
    func found(_ matching: RowSelection) -> FoundRows {
        FoundRows(
            segment: question.segment, block: question.block, firstRow: columns.rows.lowerBound, matching: matching)
    }

    /// The records at positions that ascend.
    func records(at positions: [Int]) throws -> [StoredRecord] {
        try found(RowSelection(noneOf: rowCount)).records(at: positions)
    }

    private func rows(
        _ condition: LogFilter.Condition, among candidates: RowSelection, _ predicates: BlockPredicates
    ) throws -> RowSelection {
        let kind = question.reader.kind
        switch condition {
        case .isRecord:
            return candidates.subtracting(try lossRows())
        case .workspace(let workspace):
            guard kind == .access else { return candidates.intersection(try lossRows()) }
            let isOfWorkspace = Predicate.field(.access(.workspace), equals: .text(workspace))
            var rows = try predicates.rows(isOfWorkspace, among: candidates)
            rows.formUnion(candidates.intersection(try lossRows()))
            return rows
        case .hasApp:
            guard kind == .access else { return RowSelection(noneOf: rowCount) }
            return try predicates.rows(.not(.field(.access(.appID), .isAbsent)), among: candidates)
        case .matching(let predicate):
            return try predicates.rows(predicate, among: candidates)
        }
    }

    private func lossRows() throws -> RowSelection {
        let lossStart = CommonColumns.of(question.reader.kind).lossStart
        guard !columns.isAbsent(lossStart) else { return RowSelection(noneOf: rowCount) }
        return try columns.integers(lossStart).presentRows
    }
}

extension LogFilter.Condition {
    fileprivate var cost: Int {
        switch self {
        case .isRecord, .workspace, .hasApp: 1
        case .matching(let predicate): predicate.cost
        }
    }
}
