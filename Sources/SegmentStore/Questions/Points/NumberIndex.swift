internal import Parquet

/// Where in a block which number of a column is.
struct NumberIndex: Sendable {
    private let vector: IntegerVector
    /// Where the numbers do not ascend.
    private let keys: ValueKeys?

    /// - Returns: `nil` where few different numbers are in many rows each.
    init?(_ vector: IntegerVector) {
        self.vector = vector
        let values = vector.values
        guard !Vectors.ascend(values) else {
            keys = nil
            return
        }
        let step = max(1, values.count / Self.sampleCount)
        let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }
        guard Set(sample).count * 2 > sample.count else { return nil }
        keys = ValueKeys(ofNumbers: values)
    }

    private static let sampleCount = 256

    /// The rows that have the number, ascending.
    func rows(of number: Int64) -> [Int] {
        let values = vector.values
        var rows: [Int] = []
        if let keys {
            rows = keys.values(with: number).filter { values[$0] == number }
        } else {
            var low = 0
            var high = values.count
            while low < high {
                let middle = (low + high) / 2
                if values[middle] < number { low = middle + 1 } else { high = middle }
            }
            while low < values.count, values[low] == number {
                rows.append(low)
                low += 1
            }
        }
        guard let presence = vector.presence else { return rows }
        return rows.filter(presence.contains)
    }

    /// Bytes that it takes, with those of the numbers.
    var byteCount: Int { vector.values.count * 8 + (keys?.byteCount ?? 0) }
}
