// What goes into a filter is the hash of a value's plain encoding; a byte array's without its length.

extension SplitBlockBloomFilter {
    /// Whether the value may be in the column chunk; `false` is certain.
    package func mayContain(_ value: Int32) -> Bool {
        contains(XXHash64.hash(UInt32(bitPattern: value)))
    }

    /// Whether the value may be in the column chunk; `false` is certain.
    package func mayContain(_ value: Int64) -> Bool {
        contains(XXHash64.hash(UInt64(bitPattern: value)))
    }

    /// Whether the value may be in the column chunk; `false` is certain. Zeros and NaN count by their bits.
    package func mayContain(_ value: Double) -> Bool {
        contains(XXHash64.hash(value.bitPattern))
    }

    /// Whether the value may be in the column chunk; `false` is certain.
    package func mayContain(_ value: RawSpan) -> Bool {
        contains(XXHash64.hash(value))
    }

    /// Whether the value may be in the column chunk; `false` is certain.
    package func mayContain(_ value: String) -> Bool {
        mayContain(Array(value.utf8).rawSpan)
    }

    mutating func insert(_ values: ColumnValues) {
        switch values {
        case .boolean: preconditionFailure("booleans have no bloom filter")
        case .int32(let values): for value in values { insert(XXHash64.hash(UInt32(bitPattern: value))) }
        case .int64(let values): for value in values { insert(XXHash64.hash(UInt64(bitPattern: value))) }
        case .double(let values): for value in values { insert(XXHash64.hash(value.bitPattern)) }
        case .byteArray(let values): for index in 0..<values.count { insert(XXHash64.hash(values[index])) }
        }
    }
}
