/// The first bytes of all numbers, then the second ones, and so on. Read only, as other writers use it for doubles.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#BYTESTREAMSPLIT
enum ByteStreamSplit {
    /// Appends exactly `count` numbers, each made by `make` of its bits.
    static func decode<Value: BitwiseCopyable>(
        _ bytes: RawSpan, count: Int, into values: inout [Value], make: (UInt64) -> Value
    ) throws {
        let width = MemoryLayout<Value>.size
        guard bytes.byteCount / width >= count else {
            throw ParquetError.corruption("a page has fewer bytes than its values take")
        }
        for index in 0..<count {
            var bits: UInt64 = 0
            for stream in 0..<width { bits |= UInt64(bytes.byte(at: stream * count + index)) << UInt64(stream * 8) }
            values.append(make(bits))
        }
    }
}
