/// Runs of one repeated number and of bit-packed numbers: the encoding of levels, dictionary indices and booleans.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
enum Hybrid {
    /// Appends exactly `count` numbers.
    ///
    /// A last bit-packed run may be cut short at the end of the bytes, as some writers leave its padding out.
    static func decode<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ bytes: RawSpan, width: Int, count: Int, into output: inout [Value]
    ) throws {
        var cursor = ByteCursor(bytes)
        var left = count
        while left > 0 {
            let head = try cursor.varint(upTo: Int(UInt32.max), "the length of a run")
            guard head > 1 else { throw ParquetError.corruption("a run is empty") }
            if head & 1 == 0 {
                let length = min(head >> 1, left)
                let value = Value(truncatingIfNeeded: try repeatedValue(&cursor, width: width))
                output.append(value, count: length)
                left -= length
            } else {
                let length = min((head >> 1) * 8, left)
                let byteCount = min((head >> 1) * width, cursor.remaining)
                let packed = try cursor.takeWithRoom(byteCount)
                guard byteCount * 8 >= length * width else {
                    throw ParquetError.corruption("a bit-packed run is cut short")
                }
                unpack(packed, width: width, count: length, into: &output)
                left -= length
            }
        }
    }

    /// The number that all `count` are, when the bytes say so in one run.
    static func constant(_ bytes: RawSpan, width: Int, count: Int) throws -> UInt32? {
        var cursor = ByteCursor(bytes)
        let head = try cursor.varint(upTo: Int(UInt32.max), "the length of a run")
        guard head & 1 == 0, head >> 1 >= count else { return nil }
        return try repeatedValue(&cursor, width: width)
    }

    private static func repeatedValue(_ cursor: inout ByteCursor, width: Int) throws -> UInt32 {
        var value: UInt32 = 0
        for byte in 0..<(width + 7) / 8 { value |= UInt32(try cursor.byte()) << UInt32(byte * 8) }
        guard width == 32 || value >> UInt32(width) == 0 else {
            throw ParquetError.corruption("a repeated value has too many bits")
        }
        return value
    }

    /// Appends numbers of which none has more than `width` bits.
    static func encode<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ values: Span<Value>, width: Int, into output: inout [UInt8]
    ) {
        // A run ends the packed one before it and begins another after it: it must save more than their two heads.
        let worthwhile = max(8, (32 + 8 * ((width + 7) / 8)) / max(1, width))
        var packedStart = 0
        var index = 0
        while index < values.count {
            // A run that begins here and is worthwhile reaches this far. From there the way goes back to where the run
            // of that place begins: what is packed is hardly looked at.
            var end = min(index + worthwhile, values.count)
            let value = values[end - 1]
            var start = end - 1
            while start > index, values[start - 1] == value { start -= 1 }
            guard start == index || end == values.count else {
                index = start
                continue
            }
            index = start
            while end < values.count, values[end] == value { end += 1 }
            // Packed runs before a repeated one are filled up to a multiple of eight from it.
            let filled = packedStart + (index - packedStart + 7) / 8 * 8
            if end - filled >= worthwhile || end == values.count && packedStart == index {
                encodePacked(values.extracting(packedStart..<filled), width: width, into: &output)
                encodeRun(of: value, count: end - filled, width: width, into: &output)
                packedStart = end
            }
            index = end
        }
        encodePacked(values.extracting(packedStart..<values.count), width: width, into: &output)
    }

    /// The width that holds all numbers up to `maximum`.
    static func width(forMaximum maximum: Int) -> Int {
        Int.bitWidth - maximum.leadingZeroBitCount
    }

    private static func encodePacked<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: Span<Value>, width: Int, into output: inout [UInt8]
    ) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        output.appendVarint(UInt64(groups) << 1 | 1)
        pack(values, width: width, paddedCount: groups * 8, into: &output)
    }

    /// Appends one run of a repeated number.
    static func encodeRun<Value: FixedWidthInteger>(
        of value: Value, count: Int, width: Int, into output: inout [UInt8]
    ) {
        output.appendVarint(UInt64(count) << 1)
        for byte in 0..<(width + 7) / 8 {
            output.append(UInt8(truncatingIfNeeded: UInt64(truncatingIfNeeded: value) >> UInt64(byte * 8)))
        }
    }
}
