/// How often which number came, for quantiles.
///
/// Exact while there are at most `QueryLimits.exactValueCount` different numbers, however often each comes. Then
/// numbers are kept by their sign and their leading 8 bits, and a quantile is off by at most `relativeError` of
/// itself (numbers below 256 stay exact). What comes out depends on the numbers alone, not on how they were split
/// among histograms that are merged.
package struct Histogram: Hashable, Sendable {
    /// 1/256: half the width of a cell by its lower end.
    package static let relativeError = 0.003_906_25

    /// By number, or by the lower end of its cell once `isExact` is false.
    private var counts: [Int64: UInt64] = [:]
    package private(set) var isExact = true
    package private(set) var total: UInt64 = 0

    package init() {}

    /// Different numbers or cells that are kept.
    package var cellCount: Int { counts.count }

    package mutating func add(_ number: Int64, times count: UInt64 = 1) {
        counts[isExact ? number : Self.cell(of: number), default: 0] += count
        total += count
        coarsenIfNeeded()
    }

    package mutating func merge(_ other: Histogram) {
        if !other.isExact, isExact {
            coarsen()
        }
        for (number, count) in other.counts {
            counts[isExact ? number : Self.cell(of: number), default: 0] += count
        }
        total += other.total
        coarsenIfNeeded()
    }

    /// The smallest number so that at least this share of all numbers is not greater; `nil` of none.
    package func quantile(_ quantile: Aggregate.Quantile) -> Int64? {
        guard total > 0 else { return nil }
        let share = UInt128(total) * UInt128(quantile.partsPerMillion)
        let rank = max(1, UInt64((share + 999_999) / 1_000_000))
        var passed: UInt64 = 0
        for number in counts.keys.sorted() {
            passed += counts[number] ?? 0
            if passed >= rank {
                return isExact ? number : Self.middle(of: number)
            }
        }
        return nil
    }

    private mutating func coarsenIfNeeded() {
        if isExact, counts.count > QueryLimits.exactValueCount {
            coarsen()
        }
    }

    private mutating func coarsen() {
        isExact = false
        var cells: [Int64: UInt64] = [:]
        for (number, count) in counts {
            cells[Self.cell(of: number), default: 0] += count
        }
        counts = cells
    }

    /// The end of the number's cell that is nearer to zero: the number with all but its leading 8 bits cleared.
    private static func cell(of number: Int64) -> Int64 {
        let magnitude = number.magnitude
        let width = max(0, 64 - 8 - magnitude.leadingZeroBitCount)
        let low = (magnitude >> UInt64(width)) << UInt64(width)
        return number < 0 ? Int64(truncatingIfNeeded: 0 &- low) : Int64(low)
    }

    private static func middle(of cell: Int64) -> Int64 {
        let magnitude = cell.magnitude
        let width = max(0, 64 - 8 - magnitude.leadingZeroBitCount)
        let half = width == 0 ? 0 : Int64(1) << Int64(width - 1)
        return cell < 0 ? (cell == .min ? cell : cell - half) : cell + half
    }
}
