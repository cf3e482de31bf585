/// Differences of neighbours, less the smallest of their block, bit-packed: the encoding of integers that move slowly.
///
/// Layout: block size, miniblocks a block, value count, first value; then blocks of the smallest difference, a width
/// for each miniblock, and the miniblocks.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#DELTAENC
enum DeltaBinaryPacked {
    /// What common readers are quickest at.
    private static let blockSize = 128
    private static let miniblockSize = 32

    /// Blocks larger than this are nowhere seen, and would only serve to announce much with few bytes.
    private static let blockSizeLimit = 1 << 16

    /// Appends exactly `count` integers from the front of `cursor`.
    static func decode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ cursor: inout ByteCursor, count: Int, into output: inout [Value]
    ) throws {
        let blockSize = try cursor.varint(upTo: blockSizeLimit, "a delta block's size")
        let miniblockCount = try cursor.varint(upTo: blockSizeLimit, "a delta block's miniblock count")
        let announced = try cursor.varint()
        guard miniblockCount > 0, blockSize > 0, blockSize % (miniblockCount * 32) == 0 else {
            throw ParquetError.corruption("a delta block does not divide into miniblocks of 32")
        }
        guard announced == UInt64(count) else {
            throw ParquetError.corruption("delta-encoded values are fewer or more than the page's")
        }
        var last = Value(truncatingIfNeeded: try cursor.zigzag())
        guard count > 0 else { return }
        output.append(last)
        var left = count - 1
        let miniblockSize = blockSize / miniblockCount
        while left > 0 {
            let minimum = Value(truncatingIfNeeded: try cursor.zigzag())
            let widths = try cursor.take(miniblockCount)
            for miniblock in 0..<miniblockCount where left > 0 {
                let width = Int(widths.byte(at: miniblock))
                guard width <= Value.bitWidth else { throw ParquetError.corruption("a delta width is out of range") }
                let packed = try cursor.takeWithRoom(miniblockSize / 8 * width)
                let length = min(left, miniblockSize)
                unpackDeltas(packed, width: width, count: length, minimum: minimum, last: &last, into: &output)
                left -= length
            }
        }
    }

    /// Appends the encoded form of any integers, none included.
    static func encode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: Span<Value>, into output: inout [UInt8]
    ) where Value.Magnitude: BitwiseCopyable {
        output.appendVarint(UInt64(blockSize))
        output.appendVarint(UInt64(blockSize / miniblockSize))
        output.appendVarint(UInt64(values.count))
        output.appendZigzag(values.isEmpty ? 0 : Int64(values[0]))
        var deltas = [Value.Magnitude](repeating: 0, count: blockSize)
        var start = 1
        while start < values.count {
            let end = min(start + blockSize, values.count)
            encodeBlock(values.extracting(start - 1..<end), deltas: &deltas, into: &output)
            start = end
        }
    }

    /// - Parameter values: the last value before the block, then its own.
    private static func encodeBlock<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: Span<Value>, deltas: inout [Value.Magnitude], into output: inout [UInt8]
    ) where Value.Magnitude: BitwiseCopyable {
        let count = values.count - 1
        var minimum = Value.max
        for index in 0..<count { minimum = min(minimum, values[index + 1] &- values[index]) }
        var span = deltas.mutableSpan
        for index in 0..<count {
            span[index] = Value.Magnitude(truncatingIfNeeded: values[index + 1] &- values[index] &- minimum)
        }
        output.appendZigzag(Int64(minimum))
        var widths: InlineArray<4, Int> = [0, 0, 0, 0]
        for miniblock in widths.indices {
            let start = min(miniblock * miniblockSize, count)
            var bits: Value.Magnitude = 0
            for index in start..<min(start + miniblockSize, count) { bits |= span[index] }
            widths[miniblock] = Value.bitWidth - bits.leadingZeroBitCount
            output.append(UInt8(widths[miniblock]))
        }
        for miniblock in widths.indices where miniblock * miniblockSize < count {
            let start = miniblock * miniblockSize
            let slice = deltas.span.extracting(start..<min(start + miniblockSize, count))
            pack(slice, width: widths[miniblock], paddedCount: miniblockSize, into: &output)
        }
    }
}
