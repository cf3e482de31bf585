/// Byte arrays whose lengths are delta-encoded: DELTA_LENGTH_BYTE_ARRAY puts their bytes after the lengths, and
/// DELTA_BYTE_ARRAY only those past what a value has in common with the one before.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTALENGTH and #DELTASTRING
enum DeltaByteArrays {
    /// Appends exactly `count` values of DELTA_LENGTH_BYTE_ARRAY.
    static func decodeLengths(_ bytes: RawSpan, count: Int, limit: Int, into values: inout ByteArrays) throws {
        var cursor = ByteCursor(bytes)
        var lengths: [Int32] = []
        try DeltaBinaryPacked.decode(&cursor, count: count, into: &lengths)
        let content = cursor.takeRest()
        guard try sum(lengths.span) <= content.byteCount else { throw tooShort }
        try values.append(lengths: lengths.span, limit: limit) { gatherer in
            gatherer.copy(content, from: 0, count: gatherer.remaining)
        }
    }

    /// Appends exactly `count` values of DELTA_BYTE_ARRAY.
    static func decodePrefixes(_ bytes: RawSpan, count: Int, limit: Int, into values: inout ByteArrays) throws {
        var cursor = ByteCursor(bytes)
        var prefixes: [Int32] = []
        var suffixes: [Int32] = []
        try DeltaBinaryPacked.decode(&cursor, count: count, into: &prefixes)
        try DeltaBinaryPacked.decode(&cursor, count: count, into: &suffixes)
        let content = cursor.takeRest()
        guard try sum(suffixes.span) <= content.byteCount else { throw tooShort }
        var lengths: [Int32] = []
        lengths.reserveCapacity(count)
        for index in 0..<count {
            let (length, overflow) = prefixes[index].addingReportingOverflow(suffixes[index])
            guard !overflow, prefixes[index] >= 0, prefixes[index] <= (lengths.last ?? 0) else {
                throw ParquetError.corruption("a prefix is longer than the value before it")
            }
            lengths.append(length)
        }
        let (prefixSpan, suffixSpan) = (prefixes.span, suffixes.span)
        try values.append(lengths: lengths.span, limit: limit) { gatherer in
            var position = 0
            var previousStart = 0
            for index in prefixSpan.indices {
                let start = gatherer.count
                let suffix = Int(suffixSpan[index])
                gatherer.repeatBytes(from: previousStart, count: Int(prefixSpan[index]))
                gatherer.copy(content, from: position, count: suffix)
                position += suffix
                previousStart = start
            }
        }
    }

    /// Appends DELTA_LENGTH_BYTE_ARRAY.
    static func encodeLengths(_ values: ByteArrays, _ range: Range<Int>, into output: inout [UInt8]) throws {
        let lengths = try range.map { try length(values.range($0).count) }
        DeltaBinaryPacked.encode(lengths.span, into: &output)
        output.append(values.bytes.rawSpan.extracting(values.range(range)))
    }

    /// Appends DELTA_BYTE_ARRAY.
    static func encodePrefixes(_ values: ByteArrays, _ range: Range<Int>, into output: inout [UInt8]) throws {
        var prefixes: [Int32] = []
        var suffixes: [Int32] = []
        prefixes.reserveCapacity(range.count)
        suffixes.reserveCapacity(range.count)
        var suffixByteCount = 0
        for index in range {
            let value = values[index]
            let prefix = index == range.lowerBound ? 0 : commonPrefix(values[index - 1], value)
            prefixes.append(try length(prefix))
            suffixes.append(try length(value.byteCount - prefix))
            suffixByteCount += value.byteCount - prefix
        }
        DeltaBinaryPacked.encode(prefixes.span, into: &output)
        DeltaBinaryPacked.encode(suffixes.span, into: &output)
        let (prefixSpan, suffixSpan) = (prefixes.span, suffixes.span)
        Gatherer.append(suffixByteCount, to: &output) { gatherer in
            let bytes = values.bytes.rawSpan
            let offsets = values.offsets.span
            for index in prefixSpan.indices {
                let start = Int(offsets[range.lowerBound + index]) + Int(prefixSpan[index])
                gatherer.copy(bytes, from: start, count: Int(suffixSpan[index]))
            }
        }
    }

    private static func commonPrefix(_ left: RawSpan, _ right: RawSpan) -> Int {
        let limit = min(left.byteCount, right.byteCount)
        var offset = 0
        while offset + 8 <= limit {
            let difference = left.load(at: offset, as: UInt64.self) ^ right.load(at: offset, as: UInt64.self)
            if difference != 0 { return offset + difference.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < limit, left.byte(at: offset) == right.byte(at: offset) { offset += 1 }
        return offset
    }

    private static func length(_ count: Int) throws -> Int32 {
        guard let length = Int32(exactly: count) else {
            throw ParquetError.invalidInput("a byte array of 2 GiB or more")
        }
        return length
    }

    private static func sum(_ lengths: Span<Int32>) throws -> Int {
        var sum = 0
        for index in lengths.indices {
            guard lengths[index] >= 0 else { throw ParquetError.corruption("a length is negative") }
            sum += Int(lengths[index])
        }
        return sum
    }

    private static var tooShort: ParquetError { .corruption("a page has fewer bytes than its values take") }
}
