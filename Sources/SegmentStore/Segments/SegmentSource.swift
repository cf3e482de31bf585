internal import Logbook
internal import Parquet

/// A file of the store as Parquet reads it. The end of the file, with footer and indexes, is held in memory.
struct SegmentSource: ByteSource {
    let byteCount: Int
    private let file: any OpenFile
    private let end: [UInt8]

    /// - Parameter endByteCount: bytes at the end that are read at once and kept.
    init(_ file: any OpenFile, endByteCount: Int) throws {
        self.file = file
        byteCount = try file.byteCount()
        let count = min(endByteCount, byteCount)
        end = try file.readAll(count: count, at: byteCount - count)
        guard end.count == count else { throw Self.isCut(file.path, at: byteCount - count + end.count) }
    }

    func read<Result>(_ range: Range<Int>, _ body: (RawSpan) throws -> Result) throws -> Result {
        let endStart = byteCount - end.count
        if range.lowerBound >= endStart {
            return try body(end.rawSpan.extracting(range.lowerBound - endStart..<range.upperBound - endStart))
        }
        let bytes = try file.readAll(count: range.count, at: range.lowerBound)
        guard bytes.count == range.count else { throw Self.isCut(file.path, at: range.lowerBound + bytes.count) }
        return try body(bytes.rawSpan)
    }

    private static func isCut(_ path: String, at offset: Int) -> LogStoreError {
        LogStoreError(.corruption, "segment file \(path) ends at byte \(offset); restore it from a backup")
    }
}
