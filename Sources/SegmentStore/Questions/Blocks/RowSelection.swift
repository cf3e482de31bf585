/// Some of the rows that a question looks at: one bit a row.
///
/// Rows are counted from the first of a part of a block; the bits behind the last are always zero.
struct RowSelection: Hashable, Sendable {
    let count: Int
    private(set) var words: [UInt64]

    /// None of so many rows.
    init(noneOf count: Int) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    /// All of so many rows.
    init(allOf count: Int) {
        self.count = count
        words = [UInt64](repeating: .max, count: (count + 63) / 64)
        clearTail()
    }

    /// Takes the bits over; those behind the last row are cleared.
    init(words: [UInt64], count: Int) {
        precondition(words.count == (count + 63) / 64)
        self.count = count
        self.words = words
        clearTail()
    }

    private mutating func clearTail() {
        if count & 63 != 0 {
            words[words.count - 1] &= (1 << UInt64(count & 63)) - 1
        }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Whether every row is in it.
    var isAll: Bool { selectedCount == count }

    var selectedCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func contains(_ row: Int) -> Bool {
        words[row >> 6] >> UInt64(row & 63) & 1 == 1
    }

    mutating func insert(_ row: Int) {
        words[row >> 6] |= 1 << UInt64(row & 63)
    }

    mutating func insert(_ rows: Range<Int>) {
        var row = rows.lowerBound
        while row < rows.upperBound {
            let end = min(rows.upperBound, (row | 63) + 1)
            let mask = UInt64.max >> UInt64(64 - (end - row))
            words[row >> 6] |= mask << UInt64(row & 63)
            row = end
        }
    }

    mutating func formIntersection(_ other: RowSelection) {
        precondition(count == other.count)
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// Leaves those that lie in a range, which is counted from a row before the first by so much.
    mutating func formIntersection(of rows: Range<Int>, countedFrom first: Int) {
        guard rows.lowerBound > first || rows.upperBound < first + count else { return }
        var wanted = RowSelection(noneOf: count)
        wanted.insert(rows.clamped(to: first..<first + count).shifted(by: -first))
        formIntersection(wanted)
    }

    mutating func formUnion(_ other: RowSelection) {
        precondition(count == other.count)
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: RowSelection) {
        precondition(count == other.count)
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    func intersection(_ other: RowSelection) -> RowSelection {
        var both = self
        both.formIntersection(other)
        return both
    }

    func subtracting(_ other: RowSelection) -> RowSelection {
        var rest = self
        rest.subtract(other)
        return rest
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Range<Int> {
        lowerBound + distance..<upperBound + distance
    }
}

// MARK: One row after the other

extension RowSelection {
    /// Calls `body` with each row, ascending.
    @inline(__always)
    func forEach(_ body: (Int) throws -> Void) rethrows {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                try body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }

    /// `nil` when there is none.
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 << 6 + words[$0].trailingZeroBitCount }
    }

    /// The rows, ascending.
    var rows: [Int] {
        var rows: [Int] = []
        rows.reserveCapacity(selectedCount)
        forEach { rows.append($0) }
        return rows
    }

    /// So many rows from one end, after some are passed over, in the order they were met.
    ///
    /// - Parameter limit: rows to take at most.
    func rows(from end: End, passing offset: Int, limit: Int) -> [Int] {
        var rows: [Int] = []
        var toPass = offset
        var index = end == .first ? 0 : words.count - 1
        while words.indices.contains(index), rows.count < limit {
            var word = words[index]
            if toPass >= word.nonzeroBitCount {
                toPass -= word.nonzeroBitCount
                word = 0
            }
            while word != 0, rows.count < limit {
                let bit = end == .first ? word.trailingZeroBitCount : 63 - word.leadingZeroBitCount
                word &= ~(1 << UInt64(bit))
                if toPass > 0 {
                    toPass -= 1
                } else {
                    rows.append(index << 6 + bit)
                }
            }
            index += end == .first ? 1 : -1
        }
        return rows
    }

    enum End: Sendable {
        case first
        case last
    }
}
