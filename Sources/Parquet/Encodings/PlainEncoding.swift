/// Values as they are: numbers little-endian, booleans as bits, byte arrays after their lengths.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#PLAIN
enum PlainEncoding {
    /// Appends exactly `count` booleans.
    static func decode(_ bytes: RawSpan, count: Int, into values: inout [Bool]) throws {
        guard bytes.byteCount >= (count + 7) / 8 else { throw tooShort }
        for index in 0..<count {
            values.append(bytes.byte(at: index >> 3) >> UInt8(index & 7) & 1 == 1)
        }
    }

    /// Appends exactly `count` numbers.
    static func decode<Value: BitwiseCopyable>(_ bytes: RawSpan, count: Int, into values: inout [Value]) throws {
        let size = MemoryLayout<Value>.size
        guard bytes.byteCount / size >= count else { throw tooShort }
        values.appendElements(bytes.extracting(0..<count * size), count: count)
    }

    /// Appends exactly `count` byte arrays.
    static func decode(_ bytes: RawSpan, count: Int, limit: Int, into values: inout ByteArrays) throws {
        guard bytes.byteCount >= count * 4 else { throw tooShort }
        var lengths: [Int32] = []
        lengths.reserveCapacity(count)
        var position = 0
        for _ in 0..<count {
            guard position + 4 <= bytes.byteCount else { throw tooShort }
            let length = bytes.load(at: position, as: Int32.self)
            lengths.append(length)
            position += 4 + max(0, Int(length))
        }
        guard position <= bytes.byteCount else { throw tooShort }
        let span = lengths.span
        try values.append(lengths: span, limit: limit) { gatherer in
            var position = 0
            for index in span.indices {
                gatherer.copy(bytes, from: position + 4, count: Int(span[index]))
                position += 4 + Int(span[index])
            }
        }
    }

    static func encode(_ values: Span<Bool>, into output: inout [UInt8]) {
        var byte: UInt8 = 0
        for index in values.indices {
            byte |= (values[index] ? 1 : 0) << UInt8(index & 7)
            if index & 7 == 7 || index == values.count - 1 {
                output.append(byte)
                byte = 0
            }
        }
    }

    static func encode<Value: BitwiseCopyable>(_ values: Span<Value>, into output: inout [UInt8]) {
        output.appendElements(values)
    }

    static func encode(_ values: ByteArrays, _ range: Range<Int>, into output: inout [UInt8]) {
        let content = values.range(range)
        Gatherer.append(content.count + range.count * 4, to: &output) { gatherer in
            let bytes = values.bytes.rawSpan
            let offsets = values.offsets.span
            for index in range {
                let length = offsets[index + 1] - offsets[index]
                gatherer.store(length)
                gatherer.copy(bytes, from: Int(offsets[index]), count: Int(length))
            }
        }
    }

    private static var tooShort: ParquetError { .corruption("a page has fewer bytes than its values take") }
}
