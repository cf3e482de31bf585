internal import Parquet

/// Gives equal runs of bytes the same number.
///
/// Runs that were made to collide get numbers of their own instead of costing time: equal numbers mean equal bytes,
/// but in such a case equal bytes may have several numbers.
struct ByteInterner: Sendable {
    /// Probes for one run of bytes; a good hash stays far below it.
    private static let probeLimit = 64

    /// The runs by their numbers.
    private(set) var values = ByteArrays()
    private var hashes: [UInt64] = []
    /// Numbers plus one; open addressing, at most half full.
    private var table = [UInt32](repeating: 0, count: 256)

    var count: Int { values.count }

    mutating func number(of bytes: RawSpan) -> Int {
        let hash = XXHash64.hash(bytes)
        if let found = find(bytes, hash) {
            return found
        }
        return insert(bytes, hash)
    }

    /// The number of bytes that were seen; `nil` for others.
    func existingNumber(of bytes: RawSpan) -> Int? {
        find(bytes, XXHash64.hash(bytes))
    }

    private func find(_ bytes: RawSpan, _ hash: UInt64) -> Int? {
        let mask = table.count - 1
        var position = Int(truncatingIfNeeded: hash) & mask
        for _ in 0..<Self.probeLimit {
            let entry = table[position]
            guard entry != 0 else { return nil }
            let number = Int(entry) - 1
            if hashes[number] == hash, values[number].equals(bytes) {
                return number
            }
            position = (position + 1) & mask
        }
        return nil
    }

    private mutating func insert(_ bytes: RawSpan, _ hash: UInt64) -> Int {
        let number = values.count
        values.append(bytes)
        hashes.append(hash)
        if values.count * 2 > table.count {
            table = [UInt32](repeating: 0, count: table.count * 4)
            for index in hashes.indices {
                place(index)
            }
        } else {
            place(number)
        }
        return number
    }

    private mutating func place(_ number: Int) {
        let mask = table.count - 1
        var position = Int(truncatingIfNeeded: hashes[number]) & mask
        for _ in 0..<Self.probeLimit {
            if table[position] == 0 {
                table[position] = UInt32(number + 1)
                return
            }
            position = (position + 1) & mask
        }
    }
}
