extension ParquetReader {
    /// The bloom filter of a column chunk; `nil` when there is none.
    package func bloomFilter(column: Int, rowGroup: Int) throws -> SplitBlockBloomFilter? {
        try withBloomFilterBits(column: column, rowGroup: rowGroup) { range in
            guard range.count <= limits.bloomFilterByteCount else {
                throw ParquetError.limitExceeded("a bloom filter of \(range.count) bytes")
            }
            return try source.read(range) { try SplitBlockBloomFilter(bits: $0) }
        }
    }

    /// Whether a value may be in a column chunk: `false` is certain, and `nil` says that there is no filter.
    ///
    /// Reads the filter's head and the one block of 32 bytes that tells.
    package func mayContain(_ key: BloomKey, column: Int, rowGroup: Int) throws -> Bool? {
        try withBloomFilterBits(column: column, rowGroup: rowGroup) { range in
            let size = SplitBlockBloomFilter.blockByteCount
            guard range.count % size == 0 else {
                throw ParquetError.corruption("a bloom filter is not made of whole blocks")
            }
            let start = range.lowerBound + SplitBlockBloomFilter.block(of: key, blockCount: range.count / size) * size
            return try source.read(start..<start + size) { try SplitBlockBloomFilter(bits: $0).mayContain(key) }
        }
    }

    /// Finds where the bits of a filter lie, if there is one.
    private func withBloomFilterBits<Result>(
        column: Int, rowGroup: Int, _ body: (Range<Int>) throws -> Result
    ) throws -> Result? {
        let metadata = try chunk(column: column, rowGroup: rowGroup).metadata
        guard let offset = metadata.bloomFilterOffset.map({ Int($0) }) else { return nil }
        return try placing(column: schema.columns[column].name, rowGroup: rowGroup, fileOffset: offset) {
            let end = source.byteCount - FileFrame.tailByteCount
            guard offset >= FileFrame.magic.count, offset < end else {
                throw ParquetError.corruption("a bloom filter lies outside of the file")
            }
            // The head takes some twenty bytes; the file does not always say how many.
            let (start, byteCount) = try source.read(offset..<min(offset + 64, end)) { bytes in
                var reader = ThriftReader(bytes)
                let header = try BloomFilterHeader(from: &reader)
                return (offset + reader.position, Int(header.byteCount))
            }
            guard byteCount > 0, byteCount <= end - start else {
                throw ParquetError.corruption("a bloom filter lies outside of the file")
            }
            return try body(start..<start + byteCount)
        }
    }
}
