/// Indices into a dictionary: their width in bits as a byte, then runs.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#DICTIONARY
enum DictionaryEncoding {
    /// Appends exactly `count` indices, each below `dictionaryCount`.
    static func decode(_ bytes: RawSpan, count: Int, dictionaryCount: Int, into indices: inout [UInt32]) throws {
        guard count > 0 else { return }
        var cursor = ByteCursor(bytes)
        let width = Int(try cursor.byte())
        guard width <= 32 else { throw ParquetError.corruption("dictionary indices of more than 32 bits") }
        let start = indices.count
        try Hybrid.decode(cursor.takeRest(), width: width, count: count, into: &indices)
        let largest = maximum(indices.span.extracting(start..<indices.count))
        guard largest < dictionaryCount else {
            throw ParquetError.corruption("an index points past the dictionary")
        }
    }

    static func encode(_ indices: Span<UInt32>, dictionaryCount: Int, into output: inout [UInt8]) {
        let width = Hybrid.width(forMaximum: max(0, dictionaryCount - 1))
        output.append(UInt8(width))
        Hybrid.encode(indices, width: width, into: &output)
    }

    /// Appends the dictionary's value at each index, all of which lie within it.
    static func expand(
        _ indices: Span<UInt32>, from dictionary: ColumnValues, limit: Int, into values: inout ColumnValues
    ) throws {
        switch dictionary {
        case .boolean(let entries):
            for index in indices.indices { values.boolean.append(entries[Int(indices[index])]) }
        case .int32(let entries): gather(entries.span, indices, into: &values.int32)
        case .int64(let entries): gather(entries.span, indices, into: &values.int64)
        case .double(let entries): gather(entries.span, indices, into: &values.double)
        case .byteArray(let entries): try expand(indices, from: entries, limit: limit, into: &values.byteArray)
        }
    }

    private static func expand(
        _ indices: Span<UInt32>, from dictionary: ByteArrays, limit: Int, into values: inout ByteArrays
    ) throws {
        let offsets = dictionary.offsets.span
        let bytes = dictionary.bytes.rawSpan
        var lengths: [Int32] = []
        lengths.reserveCapacity(indices.count)
        for position in indices.indices {
            let index = Int(indices[position])
            lengths.append(Int32(truncatingIfNeeded: offsets[index + 1] - offsets[index]))
        }
        try values.append(lengths: lengths.span, limit: limit) { gatherer in
            for position in indices.indices {
                let index = Int(indices[position])
                let start = Int(offsets[index])
                gatherer.copy(bytes, from: start, count: Int(offsets[index + 1]) - start)
            }
        }
    }
}
