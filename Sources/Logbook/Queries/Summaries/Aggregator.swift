/// Gathers a summary from records, in any number of parts that are merged at the end.
///
/// The result does not depend on the order of the records nor on how they were split among the parts.
package struct Aggregator: Sendable {
    private let groups: [Grouping]
    private let aggregates: [Aggregate]
    private var accumulators: [[FieldValue?]: [Accumulator]] = [:]
    private var cellCount = 0

    package init(groups: [Grouping], aggregates: [Aggregate]) {
        self.groups = groups
        self.aggregates = aggregates
        if groups.isEmpty {
            accumulators[[]] = aggregates.map(Accumulator.init)
        }
    }

    /// Takes in one matching record.
    ///
    /// - Throws: `QueryError` with `tooLarge`; then the aggregator is of no more use.
    package mutating func add(_ record: LogRecord) throws {
        let key = groups.map { $0.key(of: record) }
        // Taken out while it changes, so that what it holds is not copied.
        var group = accumulators.removeValue(forKey: key) ?? aggregates.map(Accumulator.init)
        let before = Self.cellCount(of: group)
        for index in aggregates.indices {
            group[index].add(record, for: aggregates[index])
        }
        cellCount += Self.cellCount(of: group) - before
        accumulators[key] = group
        try demandBounds()
    }

    package mutating func add(_ records: some Sequence<LogRecord>) throws {
        for record in records {
            try add(record)
        }
    }

    /// Takes in what another aggregator of the same question has gathered.
    ///
    /// - Throws: `QueryError` with `tooLarge`.
    package mutating func merge(_ other: Aggregator) throws {
        precondition(groups == other.groups && aggregates == other.aggregates)
        for (key, others) in other.accumulators {
            try merge(others, at: key)
        }
    }

    /// Takes in what was gathered, by whatever means, of records that have one key: an accumulator for each
    /// aggregate.
    ///
    /// - Throws: `QueryError` with `tooLarge`.
    package mutating func merge(_ others: [Accumulator], at key: [FieldValue?]) throws {
        precondition(key.count == groups.count && others.count == aggregates.count)
        guard let place = accumulators.index(forKey: key) else {
            accumulators[key] = others
            cellCount += Self.cellCount(of: others)
            try demandBounds()
            return
        }
        let before = Self.cellCount(of: accumulators.values[place])
        for index in aggregates.indices {
            accumulators.values[place][index].merge(others[index], for: aggregates[index])
        }
        cellCount += Self.cellCount(of: accumulators.values[place]) - before
        try demandBounds()
    }

    package var summary: Summary {
        let groups = Array(accumulators)
        return Summary(
            rows: KeyOrder(groups.lazy.map(\.key)).indices.map { index in
                Summary.Row(
                    keys: groups[index].key,
                    values: zip(groups[index].value, aggregates).map { $0.result(for: $1) })
            })
    }

    private static func cellCount(of group: [Accumulator]) -> Int {
        group.reduce(0) { $0 + $1.cellCount }
    }

    private func demandBounds() throws {
        guard accumulators.count <= QueryLimits.groupCount else {
            throw QueryError(
                .tooLarge, "more than \(QueryLimits.groupCount) groups; narrow the time or group by something coarser")
        }
        guard cellCount <= QueryLimits.cellCount else {
            throw QueryError(
                .tooLarge,
                "quantiles and distinct counts would need more than \(QueryLimits.cellCount) values; narrow it")
        }
    }
}
