internal import Parquet

/// Where in a list the values are that have a key: the value as it is, or a word of it.
///
/// As a bloom filter it may name a value that has not the key; unlike one it says which.
struct ValueKeys: Sendable {
    /// Where the keys of each bucket begin, and at last how many keys there are.
    private let starts: [UInt32]
    /// Of each key the half of its hash that does not choose the bucket.
    private let tags: [UInt32]
    /// Of each key its value; ascending in a bucket.
    private let values: [UInt32]

    /// Keys of a bucket, on average at most.
    private static let bucketKeyCount = 4

    /// The values themselves.
    init(ofWhole values: ByteArrays) {
        self.init(hashes: (0..<values.count).map { XXHash64.hash(values[$0]) }, values: Array(0..<UInt32(values.count)))
    }

    /// The texts themselves, and their words.
    init(ofWords texts: ByteArrays) {
        var hashes: [UInt64] = []
        var values: [UInt32] = []
        for index in 0..<texts.count {
            hashes.append(XXHash64.hash(texts[index]))
            values.append(UInt32(index))
            TextWords.forEach(in: texts[index]) { word in
                hashes.append(XXHash64.hash(word))
                values.append(UInt32(index))
            }
        }
        self.init(hashes: hashes, values: values)
    }

    /// Numbers.
    init(ofNumbers numbers: [Int64]) {
        self.init(hashes: numbers.map(Self.hash), values: Array(0..<UInt32(numbers.count)))
    }

    /// - Parameters:
    ///   - hashes: of the keys.
    ///   - values: of each key its value; ascending.
    init(hashes: [UInt64], values unsorted: [UInt32]) {
        var bucketCount = 1
        while bucketCount * Self.bucketKeyCount < hashes.count { bucketCount *= 2 }
        let mask = UInt64(bucketCount - 1)
        var next = [UInt32](repeating: 0, count: bucketCount + 1)
        for hash in hashes { next[Int(hash & mask) + 1] += 1 }
        for bucket in 0..<bucketCount { next[bucket + 1] += next[bucket] }
        starts = next
        var tags = [UInt32](repeating: 0, count: hashes.count)
        var values = tags
        for (hash, value) in zip(hashes, unsorted) {
            let bucket = Int(hash & mask)
            let place = Int(next[bucket])
            next[bucket] += 1
            tags[place] = Self.tag(hash)
            values[place] = value
        }
        self.tags = tags
        self.values = values
    }

    /// Bytes that it takes.
    var byteCount: Int { (starts.count + tags.count + values.count) * 4 }

    /// Bytes that a key takes, at most.
    static let keyByteCount = 12

    /// The values that may have the key, ascending; each at least once.
    func values(with key: [UInt8]) -> [Int] {
        values(with: XXHash64.hash(key.rawSpan))
    }

    /// The same for a number.
    func values(with number: Int64) -> [Int] {
        values(with: Self.hash(number))
    }

    /// The same for a key with this hash.
    func values(with hash: UInt64) -> [Int] {
        var found: [Int] = []
        for place in places(of: hash) where tags[place] == Self.tag(hash) { found.append(Int(values[place])) }
        return found
    }

    /// Whether a value may have the key with this hash.
    func hasValues(with hash: UInt64) -> Bool {
        places(of: hash).contains { tags[$0] == Self.tag(hash) }
    }

    private func places(of hash: UInt64) -> Range<Int> {
        let bucket = Int(hash & UInt64(starts.count - 2))
        return Int(starts[bucket])..<Int(starts[bucket + 1])
    }

    private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

    private static func hash(_ number: Int64) -> UInt64 { XXHash64.hash(UInt64(bitPattern: number)) }
}
