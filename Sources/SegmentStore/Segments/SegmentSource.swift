internal import Logbook
internal import Parquet

/// A file of the store as Parquet reads it. Its end, with indexes and footer, is checked and held in memory.
struct SegmentSource: ByteSource {
    let byteCount: Int
    private let file: any OpenFile
    private let end: [UInt8]

    /// - Throws: `corruption` when the end of the file is not what was written there.
    init(_ file: any OpenFile) throws {
        self.file = file
        byteCount = try file.byteCount()
        let minimum = SegmentSeal.byteCount + Self.tailByteCount
        guard byteCount > minimum else { throw Self.damage(file.path, at: 0) }
        var end = try Self.read(file, byteCount - min(byteCount, Limits.segmentTailByteCount)..<byteCount)
        let footerByteCount = Self.footerByteCount(end)
        let sealOffset = byteCount - Self.tailByteCount - footerByteCount - SegmentSeal.byteCount
        guard sealOffset >= 0 else { throw Self.damage(file.path, at: byteCount - Self.tailByteCount) }
        if byteCount - sealOffset > end.count {
            end = try Self.read(file, sealOffset..<byteCount)
        }
        let sealStart = sealOffset - (byteCount - end.count)
        let footerStart = sealStart + SegmentSeal.byteCount
        let seal: SegmentSeal
        do {
            seal = try SegmentSeal(Array(end[sealStart..<footerStart]))
        } catch {
            throw Self.damage(file.path, at: sealOffset)
        }
        guard
            CRC32C.checksum(end, in: footerStart..<footerStart + footerByteCount) == seal.footerChecksum,
            seal.indexOffset <= sealOffset
        else { throw Self.damage(file.path, at: sealOffset + SegmentSeal.byteCount) }
        if byteCount - seal.indexOffset > end.count {
            end = try Self.read(file, seal.indexOffset..<byteCount)
        }
        let indexStart = seal.indexOffset - (byteCount - end.count)
        guard
            CRC32C.checksum(end, in: indexStart..<indexStart + sealOffset - seal.indexOffset) == seal.indexChecksum
        else { throw Self.damage(file.path, at: seal.indexOffset) }
        self.end = end
    }

    func read<Result>(_ range: Range<Int>, _ body: (RawSpan) throws -> Result) throws -> Result {
        let endStart = byteCount - end.count
        if range.lowerBound >= endStart {
            return try body(end.rawSpan.extracting(range.lowerBound - endStart..<range.upperBound - endStart))
        }
        let bytes = try Self.read(file, range)
        return try body(bytes.rawSpan)
    }

    /// The length of the footer and the magic.
    private static let tailByteCount = 8

    /// What the last eight bytes say; too much for any file when the magic is missing.
    private static func footerByteCount(_ end: [UInt8]) -> Int {
        guard end.suffix(4).elementsEqual("PAR1".utf8) else { return Int(UInt32.max) }
        return end.suffix(tailByteCount).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func read(_ file: any OpenFile, _ range: Range<Int>) throws -> [UInt8] {
        let bytes = try file.readAll(count: range.count, at: range.lowerBound)
        guard bytes.count == range.count else { throw damage(file.path, at: range.lowerBound + bytes.count) }
        return bytes
    }

    static func damage(_ path: String, at offset: Int) -> LogStoreError {
        LogStoreError(.corruption, "segment file \(path) is damaged at byte \(offset); restore it from a backup")
    }
}
