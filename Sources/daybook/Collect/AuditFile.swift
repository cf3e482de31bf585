import DaybookHTTP
import DocumentAudit
import Foundation
import Logbook

/// An audit file as it lies there now, plain or compressed.
struct AuditFile {
    let path: String
    let identity: FileIdentity
    let encoding: ContentEncoding
    /// Bytes on disk.
    let byteCount: Int

    /// What is read at a time until the first line, and one with a time, are found.
    private static let chunkByteCount = 64 << 10
    /// Where the first event is looked for: lines of bad form may stand before it.
    private static let headByteCount = 1 << 20

    /// `nil` when the file has no complete line yet, no audit message near its beginning, or is gone.
    init?(path: String, byteCount: Int) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard
            let head = try? Self.head(
                of: handle, until: { $0.count >= Self.headByteCount || Self.time(of: $0) != nil }),
            let mark = Self.mark(of: head.bytes), let time = Self.time(of: head.bytes)
        else { return nil }
        self.path = path
        self.identity = FileIdentity(time: time, mark: mark)
        self.encoding = head.encoding
        self.byteCount = byteCount
    }

    /// Whether what is open begins as the file did.
    func isBegun(in handle: FileHandle) throws -> Bool {
        try handle.seek(toOffset: 0)
        return Self.mark(of: try Self.head(of: handle, until: { _ in true }).bytes) == identity.mark
    }

    /// Of several copies of one file a plain one counts more than a compressed one, then the longer.
    var rank: (Int, Int) { (encoding == .identity ? 1 : 0, byteCount) }

    /// The first bytes, made large again: a whole line at least, and as many as it takes.
    private static func head(
        of handle: FileHandle, until suffices: ([UInt8]) -> Bool
    ) throws -> (bytes: [UInt8], encoding: ContentEncoding) {
        var bytes: [UInt8] = []
        var encoding: ContentEncoding?
        var decompressor: Decompressor?
        while !bytes.contains(UInt8(ascii: "\n")) || !suffices(bytes), bytes.count < LineReader.lineByteCountMaximum,
            let data = try handle.read(upToCount: chunkByteCount), !data.isEmpty
        {
            if encoding == nil {
                let known = ContentEncoding(magic: data)
                decompressor = Decompressor(known, isTrusted: true)
                encoding = known
            }
            guard let decompressor else {
                bytes += data
                continue
            }
            decompressor.feed(Array(data))
            while let piece = try decompressor.next() { bytes += piece }
        }
        return (bytes, encoding ?? .identity)
    }

    /// `nil` while the first line is not whole.
    private static func mark(of head: [UInt8]) -> UInt64? {
        head.firstIndex(of: UInt8(ascii: "\n")).map { FileIdentity.mark(of: head[..<$0]) }
    }

    /// That of the first audit message.
    private static func time(of head: [UInt8]) -> Int64? {
        var start = 0
        while let end = head[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if let event = try? ServerAuditLine(Array(head[start..<end])).event { return event.time.milliseconds }
            start = end + 1
        }
        return nil
    }
}
