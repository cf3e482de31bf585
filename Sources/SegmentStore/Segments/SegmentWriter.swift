internal import Logbook

/// Writes one segment file, block after block.
struct SegmentWriter {
    private let file: any OpenFile
    private var offset: Int
    private var blocks: [SegmentFormat.Block] = []
    private var block: [UInt8] = []
    private var blockExtent: RecordExtent?

    /// Writes all of a segment. The file is not synchronized.
    ///
    /// - Returns: bytes of the file, and what its records are.
    static func write(
        _ runs: [RecordRun], of stream: Stream, closedMilliseconds: Int64, to file: any OpenFile
    ) throws -> (byteCount: Int, extent: RecordExtent) {
        precondition(!runs.isEmpty, "a segment has at least one record")
        var writer = try SegmentWriter(file: file)
        for run in runs {
            try writer.append(run)
        }
        return try writer.finish(stream: stream, closedMilliseconds: closedMilliseconds)
    }

    private init(file: any OpenFile) throws {
        self.file = file
        let head = SegmentFormat.head()
        try file.writeAll(head, at: 0)
        self.offset = head.count
    }

    private mutating func append(_ run: RecordRun) throws {
        var sequence = run.extent.firstSequence
        for range in try run.ranges() {
            // Decoded once more, so that nothing unreadable is ever sealed.
            let record = try RecordEncoding.decode(run.bytes, in: range)
            let extent = RecordExtent(
                firstSequence: sequence, count: 1, times: record.timestamp...record.timestamp,
                textByteCount: record.textByteCount)
            block.append(fixed32: UInt32(range.count))
            block.append(contentsOf: run.bytes[range])
            if blockExtent == nil {
                blockExtent = extent
            } else {
                blockExtent?.extend(by: extent)
            }
            if block.count >= Limits.blockByteCount || blockExtent?.count == Limits.blockRecordCount {
                try finishBlock()
            }
            sequence += 1
        }
    }

    private mutating func finishBlock() throws {
        guard let extent = blockExtent else { return }
        try file.writeAll(block, at: offset)
        blocks.append(
            SegmentFormat.Block(
                offset: offset, byteCount: block.count, checksum: CRC32C.checksum(block), extent: extent))
        offset += block.count
        block.removeAll(keepingCapacity: true)
        blockExtent = nil
    }

    private mutating func finish(
        stream: Stream, closedMilliseconds: Int64
    ) throws -> (byteCount: Int, extent: RecordExtent) {
        try finishBlock()
        var extent = blocks[0].extent
        for block in blocks.dropFirst() {
            extent.extend(by: block.extent)
        }
        let metadata = SegmentFormat.Metadata(
            stream: stream, closedMilliseconds: closedMilliseconds, extent: extent, blocks: blocks
        ).encode()
        var end = metadata
        end.append(fixed32: UInt32(metadata.count))
        end.append(fixed32: CRC32C.checksum(metadata))
        end += SegmentFormat.endMagic
        try file.writeAll(end, at: offset)
        return (offset + end.count, extent)
    }
}
