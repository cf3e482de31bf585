internal import Evidence
internal import Logbook
internal import Parquet

/// Takes the bytes of a segment file, in large writes, hashes all of them and sums up the end of them.
final class SegmentSink: ByteSink {
    private let file: any OpenFile
    private var buffer: [UInt8] = []
    /// Bytes that were written.
    private(set) var byteCount = 0
    private var sum: CRC32C?
    private var hasher = ContentHasher()

    init(_ file: any OpenFile) {
        self.file = file
    }

    func append(_ bytes: RawSpan) throws {
        let start = buffer.count
        buffer.append(bytes)
        sum?.update(buffer, in: start..<buffer.count)
        if buffer.count >= Limits.writeByteCount {
            try flush()
        }
    }

    /// Sums up what comes from now on.
    func beginChecksum() {
        sum = CRC32C()
    }

    /// The checksum of what came since `beginChecksum`.
    var checksum: UInt32 { sum?.value ?? 0 }

    /// The SHA-256 of what was written.
    var fingerprint: Fingerprint { hasher.fingerprint }

    /// Writes what is left.
    func flush() throws {
        try file.writeAll(buffer, at: byteCount)
        hasher.update(buffer)
        byteCount += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}
