internal import Logbook
internal import Parquet

/// A block of a sealed segment and the filter that a question puts to it.
struct QuestionedBlock {
    let segment: OpenSegment
    /// Index of the block in its segment.
    let block: Int
    /// Normalized.
    let filter: LogFilter
    /// Whether some records are kept in their canonical form because the columns do not tell them.
    let hasCanonicalRecords: Bool
    let composedTests: ComposedTests

    init(_ segment: OpenSegment, block: Int, filter: LogFilter) throws {
        let reader = segment.reader
        self.segment = segment
        self.block = block
        self.filter = filter
        let canonical = CommonColumns.of(reader.kind).canonical
        hasCanonicalRecords = !reader.isAbsent(canonical, block: block)
        composedTests = ComposedTests(segment, block: block)
    }

    var reader: SegmentReader { segment.reader }

    var extent: RecordExtent { reader.blocks[block] }

    /// What the footer says of the block as a whole.
    func verdict() throws -> BlockVerdict {
        if filter.surelyMatches(extent) { return .all }
        guard filter.mayMatch(extent) else { return .none }
        guard !hasCanonicalRecords else { return .some }
        var columns: [Int: ColumnStatistics] = [:]
        for column in filter.statisticsColumns(of: reader.kind) {
            let bounds = try reader.bounds(of: column, block: block)
            columns[column] = ColumnStatistics(
                minimum: bounds?.minimum, maximum: bounds?.maximum,
                nullCount: reader.nullCount(of: column, block: block), rowCount: extent.count)
        }
        let verdict = filter.verdict(on: RowStatistics(kind: reader.kind, columns: columns), of: reader.kind)
        return try verdict == .some && !(mayMatch(filter.predicate) && mayContainValues()) ? .none : verdict
    }

    /// The pages that have some of the rows, ascending, and what the page index says of them. Pages without a match are
    /// left out.
    func pages(in rows: Range<Int>) throws -> [(page: Int, verdict: BlockVerdict)] {
        let pages = try segment.pageRows(of: block)
        let verdicts = try hasCanonicalRecords ? pages.map { _ in .some } : pageVerdicts(pages)
        return pages.indices.compactMap { page in
            pages[page].overlaps(rows) && verdicts[page] != .none ? (page, verdicts[page]) : nil
        }
    }

    private func pageVerdicts(_ pages: [Range<Int>]) throws -> [BlockVerdict] {
        let kind = reader.kind
        var statistics = [[Int: ColumnStatistics]](repeating: [:], count: pages.count)
        for column in filter.statisticsColumns(of: kind) {
            let summaries = try segment.pages(of: column, block: block)
            guard summaries.map(\.rows) == pages else { continue }
            for (page, summary) in summaries.enumerated() {
                statistics[page][column] = ColumnStatistics(
                    minimum: summary.minimum, maximum: summary.maximum, nullCount: summary.nullCount,
                    rowCount: summary.rows.count)
            }
        }
        return statistics.map { filter.verdict(on: RowStatistics(kind: kind, columns: $0), of: kind) }
    }

    /// Whether the texts that are kept as template and values leave a record that can pass.
    private func mayMatch(_ predicate: Predicate) throws -> Bool {
        switch predicate {
        case .condition(let condition):
            guard condition.field.kind == reader.kind, case .composed(let place) = condition.field.columns else {
                return true
            }
            return try !composedTests.test(condition.test, of: place).isNowhere
        case .and(let members): return try members.allSatisfy(mayMatch)
        case .or(let members): return try members.contains(where: mayMatch)
        case .always, .never, .not: return true
        }
    }

    /// Asks the bloom filters for values of which a matching record must have one.
    private func mayContainValues() throws -> Bool {
        guard reader.kind == .access else { return true }
        let predicate = filter.predicate
        guard case .list(let values) = predicate.allowedValues(of: .access(.requestID)).values, !values.isEmpty,
            values.count <= Limits.probedValueCount, !predicate.allowedValues(of: .access(.requestID)).allowsAbsence
        else { return true }
        return try values.contains { value in
            guard let number = value.integer else { return true }
            let column = AccessColumn.requestID.rawValue
            return try segment.mayContain(BloomKey(number), column: column, block: block) ?? true
        }
    }
}

extension LogFilter {
    /// All conditions on fields.
    var predicate: Predicate {
        .and(conditions.compactMap { if case .matching(let predicate) = $0 { predicate } else { nil } })
    }

    /// The columns whose statistics may decide the filter for many rows at once.
    func statisticsColumns(of kind: Stream.Kind) -> Set<Int> {
        let common = CommonColumns.of(kind)
        var columns: Set<Int> = []
        if time != nil { columns.formUnion([common.time, common.lossStart]) }
        for condition in conditions {
            switch condition {
            case .isRecord: columns.insert(common.required)
            case .workspace: columns.insert(AccessColumn.workspace.rawValue)
            case .hasApp: columns.insert(AccessColumn.appID.rawValue)
            case .matching(let predicate):
                for field in predicate.fields where field.kind == kind || field.isTime {
                    columns.formUnion(field.columns.statisticsColumns(common))
                }
            }
        }
        return columns
    }
}

extension FieldColumns {
    fileprivate func statisticsColumns(_ common: CommonColumns) -> [Int] {
        switch self {
        case .time: [common.time, common.lossStart]
        case .integer(let column), .unsigned(let column), .milliseconds(let column), .text(let column): [column]
        case .dotted(let column, _): [column]
        case .composed(let columns): [columns.template]
        case .joined, .joinedPairs: []
        }
    }
}
