// The loops over whole columns. Each checks its bounds once and is safe to call; what it does inside is not checked
// again. Everything unsafe of the questions is in this file and in that of the bytes.

extension RowSelection {
    /// The rows whose number lies in the range.
    init(of values: [Int64], in range: ClosedRange<Int64>) {
        let low = range.lowerBound
        let width = UInt64(bitPattern: range.upperBound &- low)
        self = unsafe values.withUnsafeBufferPointer { values in
            Self(count: values.count) { row in
                UInt64(bitPattern: unsafe values[row] &- low) <= width ? 1 : 0
            }
        }
    }

    /// The rows whose code is marked in the table with 1, and not with 0.
    ///
    /// - Precondition: every code is below the table's count.
    init(of codes: [UInt32], marked table: [UInt8]) {
        self = unsafe codes.withUnsafeBufferPointer { codes in
            unsafe table.withUnsafeBufferPointer { table in
                Self(count: codes.count) { row in
                    UInt64(truncatingIfNeeded: unsafe table[Int(truncatingIfNeeded: codes[row])])
                }
            }
        }
    }

    /// The rows whose level is this one.
    init(of levels: [UInt8], equalTo level: UInt8) {
        self = unsafe levels.withUnsafeBufferPointer { levels in
            Self(count: levels.count) { row in unsafe levels[row] == level ? 1 : 0 }
        }
    }

    /// - Parameter bit: 1 for a row that is in the selection, else 0.
    @inline(__always)
    private init(count: Int, _ bit: (Int) -> UInt64) {
        var words: [UInt64] = []
        words.reserveCapacity((count + 63) / 64)
        var row = 0
        while row &+ 64 <= count {
            var word: UInt64 = 0
            for lane in 0..<64 { word |= bit(row &+ lane) &<< UInt64(truncatingIfNeeded: lane) }
            words.append(word)
            row &+= 64
        }
        if row < count {
            var word: UInt64 = 0
            for lane in 0..<count &- row { word |= bit(row &+ lane) &<< UInt64(truncatingIfNeeded: lane) }
            words.append(word)
        }
        self.init(words: words, count: count)
    }
}

enum Vectors {
    /// Puts values without gaps where their levels say that they are; other rows get the filler.
    ///
    /// - Precondition: as many levels are `present` as there are values.
    static func spread<Value: BitwiseCopyable>(
        _ values: [Value], _ levels: [UInt8], present: UInt8, filler: Value
    ) -> [Value] {
        unsafe [Value](unsafeUninitializedCapacity: levels.count) { target, initializedCount in
            initializedCount = levels.count
            var next = 0
            for row in 0..<levels.count {
                let isPresent = levels[row] == present
                unsafe target[row] = isPresent ? values[next] : filler
                next += isPresent ? 1 : 0
            }
        }
    }

    /// For each row of a list column the position of its first value, and at the end the number of values.
    static func starts(repetition: [UInt8], definition: [UInt8]?, present: UInt8) -> [UInt32] {
        var starts: [UInt32] = []
        starts.reserveCapacity(repetition.count + 1)
        var next: UInt32 = 0
        unsafe repetition.withUnsafeBufferPointer { repetition in
            guard let definition else {
                for index in 0..<repetition.count {
                    if unsafe repetition[index] == 0 { starts.append(next) }
                    next &+= 1
                }
                return
            }
            precondition(definition.count == repetition.count)
            unsafe definition.withUnsafeBufferPointer { definition in
                for index in 0..<repetition.count {
                    if unsafe repetition[index] == 0 { starts.append(next) }
                    next &+= unsafe definition[index] == present ? 1 : 0
                }
            }
        }
        starts.append(next)
        return starts
    }

    /// Whether no value is less than the one before.
    static func ascend(_ values: [Int64]) -> Bool {
        unsafe values.withUnsafeBufferPointer { values in
            for index in 1..<max(1, values.count) where unsafe values[index] < values[index - 1] { return false }
            return true
        }
    }

    /// The least and the greatest of the values; `nil` of none.
    static func bounds(_ values: [Int64]) -> ClosedRange<Int64>? {
        guard var least = values.first else { return nil }
        var greatest = least
        unsafe values.withUnsafeBufferPointer { values in
            for index in 0..<values.count {
                least = min(least, unsafe values[index])
                greatest = max(greatest, unsafe values[index])
            }
        }
        return least...greatest
    }

    /// Each value less the base, as a code.
    ///
    /// - Precondition: the differences fit.
    static func codes(_ values: [Int64], above base: Int64) -> [UInt32] {
        unsafe [UInt32](unsafeUninitializedCapacity: values.count) { target, initializedCount in
            initializedCount = values.count
            unsafe values.withUnsafeBufferPointer { values in
                for row in 0..<values.count {
                    unsafe target[row] = UInt32(truncatingIfNeeded: values[row] &- base)
                }
            }
        }
    }

    /// The combined code of two columns of codes.
    ///
    /// - Precondition: the products fit into 32 bits.
    static func combine(_ major: [UInt32], _ minor: [UInt32], minorCount: Int) -> [UInt32] {
        precondition(major.count == minor.count)
        let factor = UInt32(minorCount)
        return unsafe [UInt32](unsafeUninitializedCapacity: major.count) { target, initializedCount in
            initializedCount = major.count
            unsafe major.withUnsafeBufferPointer { major in
                unsafe minor.withUnsafeBufferPointer { minor in
                    for row in 0..<major.count { unsafe target[row] = major[row] &* factor &+ minor[row] }
                }
            }
        }
    }
}

// MARK: Groups

extension Vectors {
    /// Numbers the codes that the rows have anew, in the order in which they are met.
    ///
    /// - Returns: the new codes, which mean nothing for other rows, and the code that each of them was.
    static func renumber(_ codes: [UInt32], below count: Int, rows: RowSelection) -> (codes: [UInt32], old: [UInt32]) {
        precondition(codes.count == rows.count)
        var numbers = [UInt32](repeating: .max, count: count)
        var old: [UInt32] = []
        var codes = codes
        rows.forEach { row in
            let code = Int(codes[row])
            if numbers[code] == .max {
                numbers[code] = UInt32(old.count)
                old.append(codes[row])
            }
            codes[row] = numbers[code]
        }
        return (codes, old)
    }

    /// How many of the rows each group has.
    static func counts(_ groups: [UInt32], groupCount: Int, rows: RowSelection) -> [UInt64] {
        precondition(groups.count == rows.count)
        var counts = [UInt64](repeating: 0, count: groupCount)
        unsafe groups.withUnsafeBufferPointer { groups in
            rows.forEach { row in counts[Int(unsafe groups[row])] &+= 1 }
        }
        return counts
    }

    /// The sum of the rows' values in each group.
    static func sums(_ values: [Int64], _ groups: [UInt32], groupCount: Int, rows: RowSelection) -> [Int128] {
        precondition(groups.count == rows.count && values.count == rows.count)
        var sums = [Int128](repeating: 0, count: groupCount)
        unsafe groups.withUnsafeBufferPointer { groups in
            unsafe values.withUnsafeBufferPointer { values in
                rows.forEach { row in sums[Int(unsafe groups[row])] &+= Int128(unsafe values[row]) }
            }
        }
        return sums
    }

    /// The least or the greatest of the rows' values in each group; `empty` where a group has no row.
    static func extremes(
        _ values: [Int64], _ groups: [UInt32], groupCount: Int, rows: RowSelection, isGreatest: Bool
    ) -> [Int64] {
        precondition(groups.count == rows.count && values.count == rows.count)
        var extremes = [Int64](repeating: isGreatest ? .min : .max, count: groupCount)
        unsafe groups.withUnsafeBufferPointer { groups in
            unsafe values.withUnsafeBufferPointer { values in
                rows.forEach { row in
                    let group = Int(unsafe groups[row])
                    let value = unsafe values[row]
                    extremes[group] = isGreatest ? max(extremes[group], value) : min(extremes[group], value)
                }
            }
        }
        return extremes
    }

    /// How often each number below the width comes in each group, one group after the other.
    ///
    /// - Precondition: every code of a row is below the width.
    static func tally(
        _ codes: [UInt32], width: Int, _ groups: [UInt32], groupCount: Int, rows: RowSelection
    ) -> [UInt32] {
        precondition(groups.count == rows.count && codes.count == rows.count)
        var tally = [UInt32](repeating: 0, count: groupCount * width)
        unsafe groups.withUnsafeBufferPointer { groups in
            unsafe codes.withUnsafeBufferPointer { codes in
                rows.forEach { row in
                    tally[Int(unsafe groups[row]) &* width &+ Int(unsafe codes[row])] &+= 1
                }
            }
        }
        return tally
    }
}
