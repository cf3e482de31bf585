internal import Logbook

/// The first 48 bytes of a journal file, of the manifest and of a project log.
///
/// ```
/// 8 bytes  magic
/// u32      version
/// u32      CRC-32C of the 32 bytes that follow
/// u64      number: of the journal file, or how often the manifest was rewritten; of the log; the salt of the frames
/// u64      number of the file before; 0 for none
/// u64      bytes of the file before that count; what follows there never does
/// u64      zero
/// ```
struct FileHead: Hashable {
    var number: UInt64
    var previousNumber: UInt64 = 0
    var previousByteCount: UInt64 = 0

    static let byteCount = 48

    enum Kind: String {
        case journal = "DAYBKJRN"
        case manifest = "DAYBKMAN"
        case projectLog = "DAYBKPLG"

        var version: UInt32 {
            switch self {
            case .projectLog: 1
            case .journal: 2
            case .manifest: 3
            }
        }
    }

    func encode(_ kind: Kind) -> [UInt8] {
        var fields: [UInt8] = []
        for field in [number, previousNumber, previousByteCount, 0] {
            fields.append(fixed64: field)
        }
        var bytes = Array(kind.rawValue.utf8)
        bytes.append(fixed32: kind.version)
        bytes.append(fixed32: CRC32C.checksum(fields))
        return bytes + fields
    }

    /// - Throws: `LogStoreError` with `corruption` when the bytes are not the head of such a file.
    static func decode(_ kind: Kind, _ bytes: [UInt8], path: String) throws -> FileHead {
        let magic = Array(kind.rawValue.utf8)
        guard bytes.count >= byteCount, Array(bytes.prefix(8)) == magic else {
            throw LogStoreError(.corruption, "\(path) is damaged at byte 0: not a \(kind) file of this store")
        }
        var reader = ByteReader(bytes, in: 8..<byteCount)
        let version = try reader.fixed32()
        guard version == kind.version else {
            throw LogStoreError(
                .corruption, "\(path) has version \(version) of the \(kind) format, this program knows \(kind.version)")
        }
        guard try reader.fixed32() == CRC32C.checksum(bytes, in: 16..<byteCount) else {
            throw LogStoreError(.corruption, "\(path) is damaged at byte 16: head fails its checksum")
        }
        return FileHead(
            number: try reader.fixed64(), previousNumber: try reader.fixed64(),
            previousByteCount: try reader.fixed64())
    }
}
