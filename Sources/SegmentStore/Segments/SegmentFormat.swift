internal import Logbook

/// A segment file, version 1. Numbers are little endian; described in `docs/formats/segment.md`.
///
/// ```
/// head      8 bytes magic "DAYBKSEG", u32 version, u32 zero
/// blocks    records, each behind its length (u32); nothing in between
/// metadata  stream, closing time, extent, and for each block its place, checksum and extent
/// tail      u32 bytes of the metadata, u32 CRC-32C of the metadata, 8 bytes magic "DAYBKEND"
/// ```
enum SegmentFormat {
    static let version: UInt32 = 1
    static let headByteCount = 16
    static let tailByteCount = 16

    static func head() -> [UInt8] {
        var bytes = Array("DAYBKSEG".utf8)
        bytes.append(fixed32: version)
        bytes.append(fixed32: 0)
        return bytes
    }

    static let endMagic = Array("DAYBKEND".utf8)

    /// Where a block is and what it holds.
    struct Block: Hashable, Sendable {
        var offset: Int
        var byteCount: Int
        var checksum: UInt32
        var extent: RecordExtent
    }

    struct Metadata: Hashable, Sendable {
        var stream: Stream
        var closedMilliseconds: Int64
        var extent: RecordExtent
        var blocks: [Block]
    }
}

extension SegmentFormat.Metadata {
    func encode() -> [UInt8] {
        var bytes: [UInt8] = []
        stream.encode(into: &bytes)
        bytes.append(fixed64: UInt64(bitPattern: closedMilliseconds))
        extent.encode(into: &bytes)
        bytes.append(list: blocks) { block, bytes in
            bytes.append(varint: block.offset)
            bytes.append(varint: block.byteCount)
            bytes.append(fixed32: block.checksum)
            block.extent.encode(into: &bytes)
        }
        return bytes
    }

    /// - Throws: also when blocks overlap or do not follow on each other.
    init(_ bytes: [UInt8], metadataOffset: Int) throws(MalformedBytes) {
        var reader = ByteReader(bytes)
        let stream = try Stream(from: &reader)
        let closedMilliseconds = Int64(bitPattern: try reader.fixed64())
        let extent = try RecordExtent(from: &reader)
        let blocks = try reader.list { (reader) throws(MalformedBytes) in
            SegmentFormat.Block(
                offset: try reader.varint(as: Int.self), byteCount: try reader.varint(as: Int.self),
                checksum: try reader.fixed32(), extent: try RecordExtent(from: &reader))
        }
        try reader.finish()
        var offset = SegmentFormat.headByteCount
        var sequence = extent.firstSequence
        for block in blocks {
            guard block.offset == offset, block.byteCount <= metadataOffset - offset,
                block.extent.firstSequence == sequence
            else { throw MalformedBytes(.number, at: reader.position) }
            offset += block.byteCount
            sequence = block.extent.lastSequence + 1
        }
        guard offset == metadataOffset, sequence == extent.lastSequence + 1 else {
            throw MalformedBytes(.number, at: reader.position)
        }
        self.init(stream: stream, closedMilliseconds: closedMilliseconds, extent: extent, blocks: blocks)
    }
}
