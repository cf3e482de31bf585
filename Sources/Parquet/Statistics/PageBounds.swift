/// The smallest and the largest value of some values, in plain encoding, shortened where they are long.
struct PageBounds {
    var minimum: [UInt8]
    var maximum: [UInt8]
    var isMinimumExact = true
    var isMaximumExact = true

    /// Widens the bounds to include others.
    mutating func formUnion(_ other: PageBounds, _ comparator: ValueComparator) {
        if comparator.compare(other.minimum.rawSpan, minimum.rawSpan) < 0 {
            minimum = other.minimum
            isMinimumExact = other.isMinimumExact
        }
        if comparator.compare(other.maximum.rawSpan, maximum.rawSpan) > 0 {
            maximum = other.maximum
            isMaximumExact = other.isMaximumExact
        }
    }
}

/// Finds the bounds of values of one column.
struct BoundsFinder {
    let comparator: ValueComparator
    /// Whether shortened bounds must stay well-formed UTF-8.
    let isText: Bool
    /// Bytes of a byte array's bound.
    let byteLimit: Int

    /// `nil` where there is no value, or NaN alone.
    func bounds(of values: ColumnValues, _ range: Range<Int>) -> PageBounds? {
        guard !range.isEmpty else { return nil }
        switch values {
        case .boolean(let values):
            let slice = values[range]
            return PageBounds(minimum: [slice.contains(false) ? 0 : 1], maximum: [slice.contains(true) ? 1 : 0])
        case .int32(let values): return integers(values.span.extracting(range))
        case .int64(let values): return integers(values.span.extracting(range))
        case .double(let values): return doubles(values.span.extracting(range))
        case .byteArray(let values):
            var (minimum, maximum) = (range.lowerBound, range.lowerBound)
            for index in range.dropFirst() {
                if compare(values[index], values[minimum]) < 0 {
                    minimum = index
                } else if compare(values[index], values[maximum]) > 0 {
                    maximum = index
                }
            }
            return shortened(minimum: values[minimum], maximum: values[maximum])
        }
    }

    /// The bounds of the dictionary's entries that the indices use.
    func bounds(of dictionary: ColumnValues, usedBy indices: Span<UInt32>) -> PageBounds? {
        var isUsed = [Bool](repeating: false, count: dictionary.count)
        var span = isUsed.mutableSpan
        for position in indices.indices { span[Int(indices[position])] = true }
        var used: PageBounds?
        var start = 0
        // Runs of used entries are looked at together: in a page of a small dictionary that is one run.
        while let first = isUsed[start...].firstIndex(of: true) {
            let end = isUsed[first...].firstIndex(of: false) ?? isUsed.count
            if let bounds = bounds(of: dictionary, first..<end) {
                if used == nil { used = bounds } else { used?.formUnion(bounds, comparator) }
            }
            start = end
        }
        return used
    }

    private func integers<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: Span<Value>
    ) -> PageBounds {
        let flip = comparator.key(0 as Value)
        var (minimum, maximum) = (Value.max, Value.min)
        for index in values.indices {
            let key = values[index] ^ flip
            minimum = min(minimum, key)
            maximum = max(maximum, key)
        }
        return PageBounds(minimum: (minimum ^ flip).littleEndianBytes, maximum: (maximum ^ flip).littleEndianBytes)
    }

    /// Zeros are widened to both signs, as readers differ in how they order them.
    private func doubles(_ values: Span<Double>) -> PageBounds? {
        var (minimum, maximum) = (Double.infinity, -Double.infinity)
        var isEmpty = true
        for index in values.indices where !values[index].isNaN {
            minimum = min(minimum, values[index])
            maximum = max(maximum, values[index])
            isEmpty = false
        }
        if isEmpty { return nil }
        if minimum == 0 { minimum = -0.0 }
        if maximum == 0 { maximum = 0.0 }
        return PageBounds(
            minimum: minimum.bitPattern.littleEndianBytes, maximum: maximum.bitPattern.littleEndianBytes)
    }

    private func shortened(minimum: RawSpan, maximum: RawSpan) -> PageBounds {
        let low = BoundShortening.floor(minimum, byteLimit: byteLimit, isText: isText)
        let high = BoundShortening.ceiling(maximum, byteLimit: byteLimit, isText: isText)
        return PageBounds(
            minimum: low ?? minimum.array, maximum: high ?? maximum.array,
            isMinimumExact: low == nil, isMaximumExact: high == nil)
    }
}

extension FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(self)
        return bytes
    }
}
