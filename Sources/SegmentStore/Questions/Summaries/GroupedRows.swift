internal import Logbook
internal import Parquet

/// One key of each row as a code, and the values behind the codes.
struct KeyVector {
    let codes: [UInt32]
    /// By code; `nil` is an absent key. Different codes may have one value.
    let values: [FieldValue?]

    /// - Parameter values: the entries, where they are known as values.
    init(_ texts: TextVector, _ values: [FieldValue?]? = nil) {
        codes = texts.codes
        self.values = (values ?? (0..<texts.entries.count).map { .text(texts.entries.string($0)) }) + [nil]
    }

    /// - Parameter value: what a number stands for.
    init(_ numbers: IntegerVector, _ value: (Int64) -> FieldValue) {
        var (codes, distinct) = Self.codes(numbers.values)
        if let presence = numbers.presence {
            let absence = UInt32(distinct.count)
            RowSelection(allOf: codes.count).subtracting(presence).forEach { codes[$0] = absence }
            self.codes = codes
            values = distinct.map(value) + [nil]
        } else {
            self.codes = codes
            values = distinct.map(value)
        }
    }

    /// The starts of the buckets in which the times are.
    init(_ times: IntegerVector, in bucket: TimeBucket) {
        var known: [Int64: UInt32] = [:]
        var values: [FieldValue?] = []
        var codes: [UInt32] = []
        codes.reserveCapacity(times.values.count)
        // Neighbours are mostly in one bucket, so that of the one before is tried first.
        var current = (start: Int64.max, end: Int64.min, code: UInt32(0))
        for time in times.values {
            if time < current.start || time >= current.end {
                let start = bucket.start(of: Timestamp(microseconds: time)).microseconds
                let code = known[start] ?? UInt32(values.count)
                if known.updateValue(code, forKey: start) == nil {
                    values.append(.time(Timestamp(microseconds: start)))
                }
                // The first bucket of all times and the last are cut short: their ends are not relied on.
                let (end, overflow) = start.addingReportingOverflow(bucket.seconds * 1_000_000)
                current = overflow || start == .min ? (.max, .min, code) : (start, end, code)
            }
            codes.append(current.code)
        }
        self.codes = codes
        self.values = values
    }

    /// Numbers each different value.
    private static func codes(_ numbers: [Int64]) -> (codes: [UInt32], distinct: [Int64]) {
        guard let bounds = Vectors.bounds(numbers) else { return ([], []) }
        let (width, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
        if !overflow, width < Limits.denseKeyCount {
            return (Vectors.codes(numbers, above: bounds.lowerBound), Array(bounds))
        }
        var known: [Int64: UInt32] = [:]
        var distinct: [Int64] = []
        let codes = numbers.map { number in
            if let code = known[number] { return code }
            let code = UInt32(distinct.count)
            known[number] = code
            distinct.append(number)
            return code
        }
        return (codes, distinct)
    }
}

/// Rows in groups of equal keys.
struct GroupedRows {
    let rows: RowSelection
    /// The group of each row; of rows that are not wanted it says nothing.
    let groups: [UInt32]
    /// How many groups there may be; of some there may be no row.
    let groupCount: Int
    private let keys: [KeyVector]
    /// For each group the code of each key, one group after the other.
    private let codes: [UInt32]

    /// Of no keys, all rows are one group.
    init(_ rows: RowSelection, by keys: [KeyVector]) {
        self.rows = rows
        self.keys = keys
        guard let first = keys.first else {
            groups = [UInt32](repeating: 0, count: rows.count)
            groupCount = 1
            codes = []
            return
        }
        guard keys.count > 1 else {
            groups = first.codes
            groupCount = first.values.count
            codes = (0..<UInt32(first.values.count)).map { $0 }
            return
        }
        var groups = first.codes
        var groupCodes = first.values.indices.map { [UInt32($0)] }
        for key in keys.dropFirst() {
            (groups, groupCodes) = Self.split(groups, groupCodes, by: key, rows)
        }
        self.groups = groups
        groupCount = groupCodes.count
        codes = groupCodes.flatMap { $0 }
    }

    func key(ofGroup group: Int) -> [FieldValue?] {
        keys.indices.map { keys[$0].values[Int(codes[group * keys.count + $0])] }
    }

    private static func split(
        _ groups: [UInt32], _ codes: [[UInt32]], by key: KeyVector, _ rows: RowSelection
    ) -> (groups: [UInt32], codes: [[UInt32]]) {
        let outer = Vectors.renumber(groups, below: codes.count, rows: rows)
        let inner = Vectors.renumber(key.codes, below: key.values.count, rows: rows)
        let width = max(1, inner.old.count)
        guard outer.old.count * width <= Limits.denseGroupCount else {
            return splitSparsely(outer, inner, codes, rows)
        }
        let pairs = Vectors.combine(outer.codes, inner.codes, minorCount: width)
        let numbered = Vectors.renumber(pairs, below: outer.old.count * width, rows: rows)
        let newCodes = numbered.old.map { pair in
            codes[Int(outer.old[Int(pair) / width])] + [inner.old[Int(pair) % width]]
        }
        return (numbered.codes, newCodes)
    }

    /// For so many pairs that they are not counted on.
    private static func splitSparsely(
        _ outer: (codes: [UInt32], old: [UInt32]), _ inner: (codes: [UInt32], old: [UInt32]), _ codes: [[UInt32]],
        _ rows: RowSelection
    ) -> (groups: [UInt32], codes: [[UInt32]]) {
        var known: [SIMD2<UInt32>: UInt32] = [:]
        var newCodes: [[UInt32]] = []
        var groups = outer.codes
        rows.forEach { row in
            let pair = SIMD2(outer.codes[row], inner.codes[row])
            let group = known[pair] ?? UInt32(newCodes.count)
            if known.updateValue(group, forKey: pair) == nil {
                newCodes.append(codes[Int(outer.old[Int(pair[0])])] + [inner.old[Int(pair[1])]])
            }
            groups[row] = group
        }
        return (groups, newCodes)
    }
}
