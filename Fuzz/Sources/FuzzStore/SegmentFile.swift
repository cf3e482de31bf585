import FuzzInput
import Logbook
import Parquet

@testable import SegmentStore

/// Reads bytes as a segment file, after the checksums of its end were made right: else nothing behind them is reached.
func segment(_ bytes: [UInt8]) {
    guard let reader = try? SegmentReader(file: BytesFile(repaired(bytes))) else { return }
    for (block, extent) in reader.blocks.enumerated().prefix(2) where extent.count <= 1 << 12 {
        for column in reader.file.schema.columns.indices.prefix(40) {
            _ = try? reader.pages(of: column, block: block)
            _ = try? reader.bounds(of: column, block: block)
            _ = try? reader.dictionary(of: column, block: block)
        }
        _ = try? reader.records(of: block, rows: [0..<1])
        guard let run = try? reader.run(of: block) else { continue }
        demand((try? run.records().count) == extent.count, "a block has other records than it says")
    }
}

/// The bytes with the checksums of the end that they would have, had somebody written them like this.
private func repaired(_ bytes: [UInt8]) -> [UInt8] {
    let tailByteCount = 8
    guard bytes.count > tailByteCount + SegmentSeal.byteCount + 4 else { return bytes }
    let announced = bytes[(bytes.count - tailByteCount)...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let footerStart = bytes.count - tailByteCount - announced
    let sealStart = footerStart - SegmentSeal.byteCount
    guard sealStart >= 4 else { return bytes }
    let offset = (0..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[sealStart + 4 + $1]) & 0x7F }
    let indexOffset = offset <= sealStart ? offset : sealStart
    let seal = SegmentSeal(
        indexChecksum: CRC32C.checksum(bytes, in: indexOffset..<sealStart), indexOffset: indexOffset,
        footerChecksum: CRC32C.checksum(bytes, in: footerStart..<bytes.count - tailByteCount))
    return bytes[..<sealStart] + seal.encode() + bytes[footerStart...]
}

/// A file in memory that is only read.
private final class BytesFile: OpenFile {
    let path = "segment"
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func byteCount() -> Int { bytes.count }

    func read(count: Int, at offset: Int) -> [UInt8] {
        let start = min(max(0, offset), bytes.count)
        return Array(bytes[start..<min(bytes.count, start + max(0, count))])
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws -> Int { throw readOnly }
    func synchronize() throws { throw readOnly }
    func preallocate(byteCount: Int) throws { throw readOnly }
    func truncate(byteCount: Int) throws { throw readOnly }

    private var readOnly: FileSystemError { FileSystemError(number: FileSystemError.inputOutput, "write", path) }
}
