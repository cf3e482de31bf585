internal import Logbook

/// How often which number comes in which group.
struct GroupedNumbers {
    private let values: [Int64]
    private let grouped: GroupedRows
    private let rows: RowSelection

    init(_ values: [Int64], _ grouped: GroupedRows, rows: RowSelection) {
        self.values = values
        self.grouped = grouped
        self.rows = rows
    }

    /// One for each group.
    var histograms: [Histogram] {
        var histograms = [Histogram](repeating: Histogram(), count: grouped.groupCount)
        forEach { group, number, count in histograms[group].add(number, times: count) }
        return histograms
    }

    /// Calls `body` once for each group and number that comes in it.
    func forEach(_ body: (_ group: Int, _ number: Int64, _ count: UInt64) -> Void) {
        guard let bounds = Vectors.bounds(values) else { return }
        let (width, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
        guard !overflow, width < Limits.denseGroupCount / grouped.groupCount else {
            return forEachSorted(body)
        }
        let tally = Vectors.tally(
            Vectors.codes(values, above: bounds.lowerBound), width: Int(width) + 1, grouped.groups,
            groupCount: grouped.groupCount, rows: rows)
        var place = 0
        for group in 0..<grouped.groupCount {
            for number in bounds {
                if tally[place] > 0 { body(group, number, UInt64(tally[place])) }
                place += 1
            }
        }
    }

    /// For numbers that lie far apart: brought into order first.
    private func forEachSorted(_ body: (_ group: Int, _ number: Int64, _ count: UInt64) -> Void) {
        var members = [[Int64]](repeating: [], count: grouped.groupCount)
        rows.forEach { members[Int(grouped.groups[$0])].append(values[$0]) }
        for group in members.indices {
            members[group].sort()
            var start = 0
            while start < members[group].count {
                let number = members[group][start]
                var end = start + 1
                while end < members[group].count, members[group][end] == number { end += 1 }
                body(group, number, UInt64(end - start))
                start = end
            }
        }
    }
}
