internal import Logbook

/// Reads a segment file. Trusts nothing: every piece is checked before it is used.
struct PlainSegmentReader {
    let metadata: SegmentFormat.Metadata
    private let file: any OpenFile

    /// - Throws: `LogStoreError` with `corruption` when the file is missing, damaged, or another segment's.
    init(segment: Segment, path: String, fileSystem: any FileSystem) throws {
        do {
            file = try fileSystem.open(path, .read)
        } catch let error as FileSystemError where error.number == FileSystemError.notFound {
            throw LogStoreError(.corruption, "segment file \(path) is missing; restore it from a backup")
        }
        metadata = try Self.readMetadata(file)
        let isExpected =
            metadata.stream == segment.stream && metadata.closedMilliseconds == segment.id.closedMilliseconds
            && metadata.extent.sequences == segment.sequences && metadata.extent.times == segment.times
            && metadata.extent.textByteCount == segment.textByteCount
        guard isExpected else {
            throw LogStoreError(.corruption, "segment file \(path) is not the one that the manifest names")
        }
    }

    private init(file: any OpenFile) throws {
        self.file = file
        self.metadata = try Self.readMetadata(file)
    }

    /// What the file says of itself.
    static func metadata(of path: String, fileSystem: any FileSystem) throws -> SegmentFormat.Metadata {
        try PlainSegmentReader(file: try fileSystem.open(path, .read)).metadata
    }

    /// The records of a block.
    func run(of block: SegmentFormat.Block) throws -> RecordRun {
        let bytes = try file.readAll(count: block.byteCount, at: block.offset)
        guard bytes.count == block.byteCount, CRC32C.checksum(bytes) == block.checksum else {
            throw damage(at: block.offset)
        }
        return RecordRun(extent: block.extent, bytes: bytes)
    }

    func damage(at offset: Int) -> LogStoreError {
        Self.damage(file.path, at: offset)
    }

    private static func damage(_ path: String, at offset: Int) -> LogStoreError {
        LogStoreError(.corruption, "segment file \(path) is damaged at byte \(offset); restore it from a backup")
    }

    private static func readMetadata(_ file: any OpenFile) throws -> SegmentFormat.Metadata {
        let byteCount = try file.byteCount()
        let bounds = SegmentFormat.headByteCount + SegmentFormat.tailByteCount
        guard byteCount > bounds, try file.readAll(count: SegmentFormat.headByteCount, at: 0) == SegmentFormat.head()
        else { throw damage(file.path, at: 0) }

        let endByteCount = min(byteCount - SegmentFormat.headByteCount, Limits.segmentTailByteCount)
        var end = try file.readAll(count: endByteCount, at: byteCount - endByteCount)
        let tailOffset = byteCount - SegmentFormat.tailByteCount
        guard end.count == endByteCount, Array(end.suffix(8)) == SegmentFormat.endMagic else {
            throw damage(file.path, at: tailOffset)
        }
        var tail = ByteReader(end, in: end.count - SegmentFormat.tailByteCount..<end.count)
        let metadataByteCount = Int(try tail.fixed32())
        let checksum = try tail.fixed32()
        guard metadataByteCount <= byteCount - bounds else { throw damage(file.path, at: tailOffset) }

        let metadataOffset = tailOffset - metadataByteCount
        if metadataByteCount > end.count - SegmentFormat.tailByteCount {
            end = try file.readAll(count: metadataByteCount + SegmentFormat.tailByteCount, at: metadataOffset)
        }
        let metadata = Array(end.dropLast(SegmentFormat.tailByteCount).suffix(metadataByteCount))
        guard metadata.count == metadataByteCount, CRC32C.checksum(metadata) == checksum else {
            throw damage(file.path, at: metadataOffset)
        }
        do {
            return try SegmentFormat.Metadata(metadata, metadataOffset: metadataOffset)
        } catch {
            throw damage(file.path, at: metadataOffset + error.offset)
        }
    }
}
