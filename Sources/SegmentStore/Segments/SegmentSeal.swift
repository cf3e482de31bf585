internal import Logbook

/// The 20 bytes before the footer of a segment file: checksums of what is believed when the file is opened, and has
/// none of its own in Parquet.
///
/// ```
/// u32  CRC-32C of the indexes, which end with these bytes
/// u64  where the indexes begin
/// u32  CRC-32C of the footer
/// u32  CRC-32C of the 16 bytes before
/// ```
struct SegmentSeal: Hashable, Sendable {
    static let byteCount = 20

    var indexChecksum: UInt32
    var indexOffset: Int
    var footerChecksum: UInt32

    func encode() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(fixed32: indexChecksum)
        bytes.append(fixed64: UInt64(indexOffset))
        bytes.append(fixed32: footerChecksum)
        bytes.append(fixed32: CRC32C.checksum(bytes))
        return bytes
    }

    init(indexChecksum: UInt32, indexOffset: Int, footerChecksum: UInt32) {
        self.indexChecksum = indexChecksum
        self.indexOffset = indexOffset
        self.footerChecksum = footerChecksum
    }

    /// - Throws: also when the last checksum is not that of the bytes.
    init(_ bytes: [UInt8]) throws(MalformedBytes) {
        var reader = ByteReader(bytes)
        indexChecksum = try reader.fixed32()
        let offset = try reader.fixed64()
        footerChecksum = try reader.fixed32()
        guard try reader.fixed32() == CRC32C.checksum(bytes, in: 0..<16), let indexOffset = Int(exactly: offset) else {
            throw MalformedBytes(.number, at: 0)
        }
        self.indexOffset = indexOffset
        try reader.finish()
    }
}
