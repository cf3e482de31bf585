extension SplitBlockBloomFilter {
    /// Inserts all values of a batch.
    ///
    /// - Precondition: they are no booleans, which the format has no hash for.
    mutating func insert(_ values: ColumnValues) {
        switch values {
        case .boolean: preconditionFailure("booleans have no bloom filter")
        case .int32(let values): for value in values { insert(BloomKey(value)) }
        case .int64(let values): for value in values { insert(BloomKey(value)) }
        case .double(let values): for value in values { insert(BloomKey(value)) }
        case .byteArray(let values): for index in 0..<values.count { insert(BloomKey(values[index])) }
        }
    }
}
