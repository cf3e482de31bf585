internal import Logbook
internal import Parquet

/// Gathers a summary of rows of a block from their columns.
struct BlockSummaries {
    let vectors: FieldVectors
    let groups: [Grouping]
    let aggregates: [Aggregate]

    /// Whether columns tell all that is asked for. Texts that are put together are read record by record.
    static func canAnswer(_ groups: [Grouping], _ aggregates: [Aggregate]) -> Bool {
        let fields = groups.compactMap(\.field) + aggregates.compactMap(\.field)
        return fields.allSatisfy { if case .composed = $0.columns { false } else { true } }
    }

    /// Adds the rows to the aggregator.
    ///
    /// - Throws: `QueryError` with `tooLarge`.
    func add(_ rows: RowSelection, to aggregator: inout Aggregator) throws {
        guard !rows.isEmpty else { return }
        let grouped = GroupedRows(rows, by: try groups.map(keys))
        let counts = Vectors.counts(grouped.groups, groupCount: grouped.groupCount, rows: rows)
        let columns = try aggregates.map { try accumulators(for: $0, grouped, counts) }
        for group in counts.indices where counts[group] > 0 {
            try aggregator.merge(columns.map { $0[group] }, at: grouped.key(ofGroup: group))
        }
    }

    private func keys(_ grouping: Grouping) throws -> KeyVector {
        switch grouping {
        case .time(let bucket, _): KeyVector(try vectors.times(), in: bucket)
        case .field(let field): try keys(field)
        }
    }

    private func keys(_ field: Logbook.Field) throws -> KeyVector {
        guard field.type != .text else { return KeyVector(try vectors.texts(field), try vectors.entries(of: field)) }
        return KeyVector(try vectors.integers(field)) { field.value($0) }
    }

    /// One for each group.
    private func accumulators(
        for aggregate: Aggregate, _ grouped: GroupedRows, _ counts: [UInt64]
    ) throws -> [Accumulator] {
        switch aggregate {
        case .count:
            return counts.map { .count($0) }
        case .sum(let field), .average(let field):
            let (vector, rows) = try numbers(field, grouped)
            let sums = Vectors.sums(
                vector.values, grouped.groups, groupCount: grouped.groupCount, rows: rows)
            let present =
                vector.presence == nil
                ? counts : Vectors.counts(grouped.groups, groupCount: grouped.groupCount, rows: rows)
            return zip(sums, present).map { .sum($0, count: $1) }
        case .least(let field):
            return try extremes(field, grouped, isGreatest: false)
        case .greatest(let field):
            return try extremes(field, grouped, isGreatest: true)
        case .quantile(_, let field):
            let (vector, rows) = try numbers(field, grouped)
            return GroupedNumbers(vector.values, grouped, rows: rows).histograms.map { .histogram($0) }
        case .distinct(let field):
            return distinct(try keys(field), grouped)
        }
    }

    private func numbers(_ field: Logbook.Field, _ grouped: GroupedRows) throws -> (IntegerVector, RowSelection) {
        let vector = try vectors.integers(field)
        return (vector, vector.presence.map(grouped.rows.intersection) ?? grouped.rows)
    }

    private func extremes(
        _ field: Logbook.Field, _ grouped: GroupedRows, isGreatest: Bool
    ) throws -> [Accumulator] {
        let numbers: [Int64]
        let rows: RowSelection
        let value: (Int64) -> FieldValue
        if field.type == .text {
            let texts = try vectors.texts(field)
            let sorted = (0..<texts.entries.count).map { FieldValue.text(texts.entries.string($0)) }.enumerated()
                .sorted { $0.element < $1.element }
            var ranks = [Int64](repeating: 0, count: texts.entries.count + 1)
            for (rank, entry) in sorted.enumerated() { ranks[entry.offset] = Int64(rank) }
            numbers = texts.codes.map { ranks[Int($0)] }
            rows = grouped.rows.intersection(texts.presentRows)
            value = { sorted[Int($0)].element }
        } else {
            let (vector, presentRows) = try self.numbers(field, grouped)
            numbers = vector.values
            rows = presentRows
            value = { field.value($0) }
        }
        let counts = Vectors.counts(grouped.groups, groupCount: grouped.groupCount, rows: rows)
        let extremes = Vectors.extremes(
            numbers, grouped.groups, groupCount: grouped.groupCount, rows: rows, isGreatest: isGreatest)
        return zip(extremes, counts).map { .extreme($1 > 0 ? value($0) : nil) }
    }

    private func distinct(_ keys: KeyVector, _ grouped: GroupedRows) -> [Accumulator] {
        var sets = [Set<FieldValue>](repeating: [], count: grouped.groupCount)
        let numbers = GroupedNumbers(keys.codes.map(Int64.init), grouped, rows: grouped.rows)
        numbers.forEach { group, code, _ in
            if let value = keys.values[Int(code)] { sets[group].insert(value) }
        }
        return sets.map { .distinct($0) }
    }
}

extension Grouping {
    fileprivate var field: Logbook.Field? {
        if case .field(let field) = self { field } else { nil }
    }
}

extension Logbook.Field {
    /// What a number of the field's vector stands for.
    fileprivate func value(_ number: Int64) -> FieldValue {
        type == .time ? .time(Timestamp(microseconds: number)) : .integer(number)
    }
}
