internal import Logbook
internal import Logging
internal import Synchronization

/// A sealed segment and its file. Whoever holds the handle can read the file, pruned or not.
final class SegmentHandle: Sendable {
    let segment: Segment
    let path: String
    /// Position of the stream in the state of the store.
    let streamIndex: Int
    private let fileSystem: any FileSystem
    private let logger: Logger
    private let isCondemned = Mutex(false)

    init(segment: Segment, path: String, streamIndex: Int, fileSystem: any FileSystem, logger: Logger) {
        self.segment = segment
        self.path = path
        self.streamIndex = streamIndex
        self.fileSystem = fileSystem
        self.logger = logger
    }

    deinit {
        guard isCondemned.withLock({ $0 }) else { return }
        do {
            try fileSystem.remove(path)
        } catch {
            // The manifest does not know the file any more, so the next start removes it.
            logger.warning("pruned segment file stays until the next start", metadata: ["error": "\(error)"])
        }
    }

    /// Removes the file as soon as nobody reads it any more.
    func condemn() {
        isCondemned.withLock { $0 = true }
    }

    /// Opens the file, reads where its blocks are, and checks that it is the segment that the manifest speaks of.
    func read() throws -> PlainSegmentReader {
        try PlainSegmentReader(segment: segment, path: path, fileSystem: fileSystem)
    }
}
