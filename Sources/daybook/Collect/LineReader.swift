import DaybookHTTP
import Foundation

/// Reads whole lines of an audit file from a place on. Keeps a compressed file open, for it can only be read forwards.
struct LineReader {
    private struct Opened {
        var identity: FileIdentity
        var handle: FileHandle
        var decompressor: Decompressor
        /// Decompressed bytes that were not handed out yet, and where they begin.
        var pending: [UInt8] = []
        var offset = 0
    }

    /// Lines that are handed out at a time, in bytes, unless one line alone is longer.
    static let batchByteCount = 4 << 20
    /// What the server takes at a time; a longer line is no audit message of any server, and goes in parts.
    static let lineByteCountMaximum = 127 << 20
    private static let chunkByteCount = 1 << 20

    private var opened: Opened?

    struct Lines {
        var bytes: [UInt8]
        /// Whether the last of them has no line feed: it ends with the file.
        var isUnfinished = false
    }

    /// The next lines.
    ///
    /// - Parameter takesRest: whether what stands behind the last line feed is a line; not while the file may grow.
    /// - Returns: `nil` when there is no whole line, or the file is not the same any more.
    mutating func lines(of file: AuditFile, from offset: Int, takesRest: Bool) throws -> Lines? {
        let bytes: [UInt8]?
        do {
            bytes = file.encoding == .identity ? try plain(file, from: offset) : try decompressed(file, from: offset)
        } catch is ControlError {
            throw CommandError("\(file.path) begins like one of gzip or zstd, but it is damaged; restore or remove it")
        }
        guard let bytes, !bytes.isEmpty else { return nil }
        if let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
            return Lines(bytes: Array(bytes[...end]))
        }
        // The server refuses such a line by name; what follows on it goes on.
        guard bytes.count < Self.lineByteCountMaximum else { return Lines(bytes: bytes, isUnfinished: true) }
        return takesRest && isWhole(file) ? Lines(bytes: bytes, isUnfinished: true) : nil
    }

    /// Whether a compressed file has its end; while it is being made it has none.
    private func isWhole(_ file: AuditFile) -> Bool {
        guard file.encoding != .identity, let opened else { return true }
        return (try? opened.decompressor.finish()) != nil
    }

    /// The file may be cut off and written anew at any moment: what was read counts only if its first line is the same
    /// before and after.
    private func plain(_ file: AuditFile, from offset: Int) throws -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: file.path) else { return nil }
        defer { try? handle.close() }
        guard try file.isBegun(in: handle) else { return nil }
        try handle.seek(toOffset: UInt64(offset))
        var bytes: [UInt8] = []
        var limit = Self.batchByteCount
        while bytes.count < limit, let data = try handle.read(upToCount: limit - bytes.count), !data.isEmpty {
            bytes += data
            if bytes.count == limit, !bytes.contains(UInt8(ascii: "\n")), limit < Self.lineByteCountMaximum {
                limit = min(2 * limit, Self.lineByteCountMaximum)
            }
        }
        return try file.isBegun(in: handle) ? bytes : nil
    }

    private mutating func decompressed(_ file: AuditFile, from offset: Int) throws -> [UInt8]? {
        if opened?.identity != file.identity || opened.map({ $0.offset > offset }) == true {
            guard let handle = FileHandle(forReadingAtPath: file.path),
                let decompressor = Decompressor(file.encoding, isTrusted: true)
            else { return nil }
            opened = Opened(identity: file.identity, handle: handle, decompressor: decompressor)
        }
        guard var state = opened else { return nil }
        opened = nil
        while state.offset < offset, try Self.fill(&state) {
            let passed = min(offset - state.offset, state.pending.count)
            state.pending.removeFirst(passed)
            state.offset += passed
        }
        var limit = Self.batchByteCount
        while state.pending.count < limit, try Self.fill(&state, isMore: true) {
            if state.pending.count >= limit, !state.pending.contains(UInt8(ascii: "\n")),
                limit < Self.lineByteCountMaximum
            {
                limit = min(2 * limit, Self.lineByteCountMaximum)
            }
        }
        let bytes = state.offset == offset ? state.pending : nil
        opened = state
        return bytes
    }

    /// Makes sure that there are bytes.
    ///
    /// - Parameter isMore: whether those that there are do not suffice.
    /// - Returns: whether there are (more).
    private static func fill(_ state: inout Opened, isMore: Bool = false) throws -> Bool {
        if !isMore, !state.pending.isEmpty { return true }
        while true {
            if let piece = try state.decompressor.next() {
                state.pending += piece
                return true
            }
            guard let data = try state.handle.read(upToCount: chunkByteCount), !data.isEmpty else { return false }
            state.decompressor.feed(Array(data))
        }
    }
}
