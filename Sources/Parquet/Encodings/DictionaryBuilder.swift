/// Finds the distinct values of a column, and for each value the place of its like among them.
struct DictionaryBuilder {
    /// A value that is its own hash table entry's key.
    private static let emptySlot: UInt64 = 0
    /// Probes for one value. A good hash stays far below it; values made to collide must not cost more than this.
    private static let probeLimit = 256
    /// After this many values the dictionary must have proved useful, else the rest of them is not looked at.
    private static let trialCount = 16_384

    /// Upper half: the hash's upper half. Lower half: the entry's index plus one. Open addressing, at most half full.
    private var slots = [UInt64](repeating: Self.emptySlot, count: 1 << 10)
    private var hashes: [UInt64] = []
    private(set) var indices: [UInt32] = []

    /// Builds the dictionary, or gives up with `nil` when it gets larger than `byteLimit` or of little use.
    static func build(_ values: ColumnValues, byteLimit: Int) -> (dictionary: ColumnValues, indices: [UInt32])? {
        var builder = DictionaryBuilder()
        switch values {
        case .boolean: return nil
        case .int32(let values):
            return builder.build(values.span, byteLimit: byteLimit, hash: { XXHash64.hash(UInt32(bitPattern: $0)) })
                .map { (.int32($0), builder.indices) }
        case .int64(let values):
            return builder.build(values.span, byteLimit: byteLimit, hash: { XXHash64.hash(UInt64(bitPattern: $0)) })
                .map { (.int64($0), builder.indices) }
        case .double(let values):
            // Doubles are told apart by their bits: a NaN is then equal to itself, and the zeros are two.
            let bits = values.map(\.bitPattern)
            return builder.build(bits.span, byteLimit: byteLimit, hash: { XXHash64.hash($0) })
                .map { (.double($0.map(Double.init(bitPattern:))), builder.indices) }
        case .byteArray(let values):
            return builder.build(values, byteLimit: byteLimit).map { (.byteArray($0), builder.indices) }
        }
    }

    private mutating func build<Value: BitwiseCopyable & Equatable>(
        _ values: Span<Value>, byteLimit: Int, hash: (Value) -> UInt64
    ) -> [Value]? {
        var entries: [Value] = []
        var found = [UInt32](repeating: 0, count: values.count)
        var span = found.mutableSpan
        for position in values.indices {
            let value = values[position]
            // Like the one before it is one value in a few, and nearly all of what is always the same.
            if position > 0, value == values[position - 1] {
                span[position] = span[position - 1]
            } else {
                guard let index = entry(hash(value), isEqual: { entries[$0] == value }) else { return nil }
                span[position] = UInt32(truncatingIfNeeded: index)
                if index == entries.count {
                    entries.append(value)
                    guard entries.count * MemoryLayout<Value>.size <= byteLimit else { return nil }
                }
            }
            if position == Self.trialCount, entries.count > position / 4 * 3 { return nil }
        }
        indices = found
        return entries
    }

    private mutating func build(_ values: ByteArrays, byteLimit: Int) -> ByteArrays? {
        var entries = ByteArrays()
        var found = [UInt32](repeating: 0, count: values.count)
        for position in found.indices {
            let value = values[position]
            guard let index = entry(XXHash64.hash(value), isEqual: { entries[$0].equals(value) }) else { return nil }
            found[position] = UInt32(truncatingIfNeeded: index)
            if index == entries.count {
                entries.append(value)
                guard entries.bytes.count + entries.count * 4 <= byteLimit else { return nil }
            }
            if position == Self.trialCount, entries.count > position / 4 * 3 { return nil }
        }
        indices = found
        return entries
    }

    /// The index of a value among the entries, behind them if it is a new one; `nil` when too many values collide.
    @inline(__always)
    private mutating func entry(_ hash: UInt64, isEqual: (Int) -> Bool) -> Int? {
        var position = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        for _ in 0..<Self.probeLimit {
            let slot = slots[position]
            if slot == Self.emptySlot {
                slots[position] = hash & ~0xFFFF_FFFF | UInt64(hashes.count + 1)
                hashes.append(hash)
                if hashes.count * 2 > slots.count { grow() }
                return hashes.count - 1
            }
            let index = Int(UInt32(truncatingIfNeeded: slot)) - 1
            if slot >> 32 == hash >> 32, isEqual(index) {
                return index
            }
            position = (position + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        slots = [UInt64](repeating: Self.emptySlot, count: mask + 1)
        for (index, hash) in hashes.enumerated() {
            var position = Int(truncatingIfNeeded: hash) & mask
            while slots[position] != Self.emptySlot { position = (position + 1) & mask }
            slots[position] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
        }
    }
}
