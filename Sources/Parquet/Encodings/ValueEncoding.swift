/// Any of the encodings of values, picked by name.
enum ValueEncoding {
    /// Appends a run of values. The encoding is one that `ColumnOptions` admits for the type.
    static func encode(
        _ values: ColumnValues, _ range: Range<Int>, _ encoding: Encoding, into output: inout [UInt8]
    ) throws {
        switch (values, encoding) {
        case (.boolean(let values), .rle): encodeRuns(values[range], into: &output)
        case (.boolean(let values), _): PlainEncoding.encode(values.span.extracting(range), into: &output)
        case (.int32(let values), .deltaBinaryPacked):
            DeltaBinaryPacked.encode(values.span.extracting(range), into: &output)
        case (.int32(let values), _): PlainEncoding.encode(values.span.extracting(range), into: &output)
        case (.int64(let values), .deltaBinaryPacked):
            DeltaBinaryPacked.encode(values.span.extracting(range), into: &output)
        case (.int64(let values), _): PlainEncoding.encode(values.span.extracting(range), into: &output)
        case (.double(let values), _): PlainEncoding.encode(values.span.extracting(range), into: &output)
        case (.byteArray(let values), .deltaLengthByteArray):
            try DeltaByteArrays.encodeLengths(values, range, into: &output)
        case (.byteArray(let values), .deltaByteArray):
            try DeltaByteArrays.encodePrefixes(values, range, into: &output)
        case (.byteArray(let values), _): PlainEncoding.encode(values, range, into: &output)
        }
    }

    /// Appends exactly `count` values.
    ///
    /// - Parameter limit: bytes that byte arrays may take together with those that are there.
    static func decode(
        _ bytes: RawSpan, _ encoding: Encoding, count: Int, limit: Int, into values: inout ColumnValues
    ) throws {
        switch (values.type, encoding) {
        case (.boolean, .plain): try PlainEncoding.decode(bytes, count: count, into: &values.boolean)
        case (.boolean, .rle): try decodeRuns(bytes, count: count, into: &values.boolean)
        case (.int32, .plain): try PlainEncoding.decode(bytes, count: count, into: &values.int32)
        case (.int64, .plain): try PlainEncoding.decode(bytes, count: count, into: &values.int64)
        case (.double, .plain): try PlainEncoding.decode(bytes, count: count, into: &values.double)
        case (.int32, .deltaBinaryPacked):
            var cursor = ByteCursor(bytes)
            try DeltaBinaryPacked.decode(&cursor, count: count, into: &values.int32)
        case (.int64, .deltaBinaryPacked):
            var cursor = ByteCursor(bytes)
            try DeltaBinaryPacked.decode(&cursor, count: count, into: &values.int64)
        case (.int32, .byteStreamSplit):
            try ByteStreamSplit.decode(bytes, count: count, into: &values.int32) { Int32(truncatingIfNeeded: $0) }
        case (.int64, .byteStreamSplit):
            try ByteStreamSplit.decode(bytes, count: count, into: &values.int64) { Int64(bitPattern: $0) }
        case (.double, .byteStreamSplit):
            try ByteStreamSplit.decode(bytes, count: count, into: &values.double) { Double(bitPattern: $0) }
        case (.byteArray, .plain):
            try PlainEncoding.decode(bytes, count: count, limit: limit, into: &values.byteArray)
        case (.byteArray, .deltaLengthByteArray):
            try DeltaByteArrays.decodeLengths(bytes, count: count, limit: limit, into: &values.byteArray)
        case (.byteArray, .deltaByteArray):
            try DeltaByteArrays.decodePrefixes(bytes, count: count, limit: limit, into: &values.byteArray)
        default: throw ParquetError.unsupported("\(encoding) for values of \(values.type)")
        }
    }

    /// Booleans as runs come after their length in four bytes.
    private static func encodeRuns(_ values: ArraySlice<Bool>, into output: inout [UInt8]) {
        let bits = values.map { $0 ? 1 as UInt8 : 0 }
        var runs: [UInt8] = []
        Hybrid.encode(bits.span, width: 1, into: &runs)
        output.appendLittleEndian(UInt32(runs.count))
        output.append(contentsOf: runs)
    }

    private static func decodeRuns(_ bytes: RawSpan, count: Int, into values: inout [Bool]) throws {
        guard count > 0 else { return }
        var cursor = ByteCursor(bytes)
        let length = Int(try cursor.uint32())
        var bits: [UInt8] = []
        try Hybrid.decode(cursor.take(length), width: 1, count: count, into: &bits)
        for bit in bits { values.append(bit == 1) }
    }
}
