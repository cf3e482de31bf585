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
    /// Numbers plus one of the runs that came last, by a few of their bytes: runs that come again need no hash.
    private var recent = [UInt32](repeating: 0, count: 256)

    var count: Int { values.count }

    mutating func number(of bytes: RawSpan) -> Int {
        let place = Self.recentPlace(of: bytes)
        let last = Int(recent[place]) - 1
        if last >= 0, values[last].equals(bytes) {
            return last
        }
        let hash = XXHash64.hash(bytes)
        let number = find(bytes, hash) ?? insert(bytes, hash)
        recent[place] = UInt32(number + 1)
        return number
    }

    /// Tells runs apart by their length and their ends, below 256.
    @inline(__always)
    private static func recentPlace(of bytes: RawSpan) -> Int {
        let count = bytes.byteCount
        var ends = UInt64(count)
        if count >= 8 {
            ends ^= bytes.load(at: 0, as: UInt64.self) ^ bytes.load(at: count &- 8, as: UInt64.self) &<< 1
        } else if count >= 4 {
            let last = UInt64(bytes.load(at: count &- 4, as: UInt32.self))
            ends ^= UInt64(bytes.load(at: 0, as: UInt32.self)) ^ last &<< 32
        }
        return Int(truncatingIfNeeded: (ends &* 0x9E37_79B1_85EB_CA87) &>> 56)
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
