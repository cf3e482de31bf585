/// Turns encoded sections into pages: compresses, checks, heads and hands them to the sink.
struct PageWriter {
    /// What a page took in the file.
    struct Written {
        /// Header included, before and after compression.
        var uncompressedByteCount: Int
        var compressedByteCount: Int
    }

    private let sink: any ByteSink
    private let compressor: ZstdCompressor
    private let compression: Compression
    private var compressed: [UInt8] = []

    init(sink: any ByteSink, compressor: ZstdCompressor, compression: Compression) {
        self.sink = sink
        self.compressor = compressor
        self.compression = compression
    }

    /// - Parameters:
    ///   - levels: repetition levels, then definition levels; they stay uncompressed.
    ///   - header: what the kind of the page adds, but for `isCompressed`.
    mutating func writeData(
        levels: [UInt8], values: [UInt8], header: DataPageHeaderV2
    ) throws -> Written {
        let isCompressed = try compress(values)
        var header = header
        header.isCompressed = isCompressed
        return try write(levels: levels, payload: isCompressed ? compressed : values, uncompressed: values.count) {
            PageHeader(
                type: .dataV2, uncompressedByteCount: $0, compressedByteCount: $1, checksum: $2, dataV2: header)
        }
    }

    /// A dictionary page has no way to say that it is not compressed, so it always is.
    mutating func writeDictionary(values: [UInt8], valueCount: Int) throws -> Written {
        var payload = values
        if case .zstd(let level) = compression {
            compressed.removeAll(keepingCapacity: true)
            _ = try compressor.compress(values.rawSpan, level: level, into: &compressed)
            payload = compressed
        }
        let header = DictionaryPageHeader(valueCount: Int32(valueCount), encoding: .plain)
        return try write(levels: [], payload: payload, uncompressed: values.count) {
            PageHeader(
                type: .dictionary, uncompressedByteCount: $0, compressedByteCount: $1, checksum: $2,
                dictionary: header)
        }
    }

    /// Compresses into the buffer, and says whether that made it smaller.
    private mutating func compress(_ values: [UInt8]) throws -> Bool {
        guard case .zstd(let level) = compression, !values.isEmpty else { return false }
        compressed.removeAll(keepingCapacity: true)
        return try compressor.compress(values.rawSpan, level: level, into: &compressed) < values.count
    }

    private func write(
        levels: [UInt8], payload: [UInt8], uncompressed: Int,
        header: (_ uncompressed: Int32, _ compressed: Int32, _ checksum: UInt32) -> PageHeader
    ) throws -> Written {
        guard let uncompressedByteCount = Int32(exactly: levels.count + uncompressed),
            let compressedByteCount = Int32(exactly: levels.count + payload.count)
        else { throw ParquetError.invalidInput("a page of 2 GiB or more") }
        var checksum = Checksum()
        checksum.update(levels.rawSpan)
        checksum.update(payload.rawSpan)
        let head = ThriftWriter.bytes(of: header(uncompressedByteCount, compressedByteCount, checksum.value))
        try sink.append(head.rawSpan)
        if !levels.isEmpty { try sink.append(levels.rawSpan) }
        try sink.append(payload.rawSpan)
        return Written(
            uncompressedByteCount: head.count + Int(uncompressedByteCount),
            compressedByteCount: head.count + Int(compressedByteCount))
    }
}
