/// What the store asks of files and folders. All calls block; none is made on a cooperative thread.
///
/// Promises are those of POSIX and no more: what was written is on disk after `synchronize` of the file, and a name
/// that came, went or changed is so on disk after `synchronizeFolder` of its folder. Errors are `FileSystemError`.
package protocol FileSystem: Sendable {
    /// Creates a folder and those above it; nothing happens when it is there.
    func createFolder(_ path: String) throws
    /// Names of the files and folders in a folder, in no order.
    func list(_ folder: String) throws -> [String]
    func open(_ path: String, _ mode: FileMode) throws -> any OpenFile
    /// Gives a file another name; a file that had this name is gone.
    func rename(_ path: String, to newPath: String) throws
    func remove(_ path: String) throws
    func synchronizeFolder(_ path: String) throws
    /// Takes the exclusive lock of a file, which is created when needed; it is held until the result is let go.
    ///
    /// - Returns: `nil` when somebody else holds it.
    func lock(_ path: String) throws -> (any FileLock)?
}

package enum FileMode: Sendable {
    case read
    /// For reading and writing; the file has to be there.
    case update
    /// For reading and writing; a file of this name is emptied.
    case create
}

/// A file that stays open until the last reference is let go.
package protocol OpenFile: AnyObject, Sendable {
    var path: String { get }
    func byteCount() throws -> Int
    /// Writes at an offset.
    ///
    /// - Returns: how many bytes were taken, from the first on; at least one unless there are none.
    func write(_ bytes: Span<UInt8>, at offset: Int) throws -> Int
    /// Reads up to so many bytes; fewer near the end of the file, none behind it.
    func read(count: Int, at offset: Int) throws -> [UInt8]
    /// Returns when the content is on disk (`fdatasync`).
    func synchronize() throws
    /// Reserves room on disk, so that a write below `byteCount` neither grows the file nor finds the disk full.
    func preallocate(byteCount: Int) throws
    func truncate(byteCount: Int) throws
}

/// Held as long as it lives.
package protocol FileLock: AnyObject, Sendable {}

extension OpenFile {
    /// Writes all of the bytes, however few the system takes at a time.
    func writeAll(_ bytes: [UInt8], at offset: Int) throws {
        var written = 0
        while written < bytes.count {
            let count = try write(bytes.span.extracting(droppingFirst: written), at: offset + written)
            guard count > 0 else { throw FileSystemError(number: FileSystemError.noProgress, "write", path) }
            written += count
        }
    }

    /// Reads exactly so many bytes, or fewer when the file ends before.
    func readAll(count: Int, at offset: Int) throws -> [UInt8] {
        var bytes = try read(count: count, at: offset)
        while bytes.count < count {
            let more = try read(count: count - bytes.count, at: offset + bytes.count)
            if more.isEmpty {
                break
            }
            bytes += more
        }
        return bytes
    }

    func readAll() throws -> [UInt8] {
        try readAll(count: try byteCount(), at: 0)
    }
}
