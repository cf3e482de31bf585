internal import Logbook
internal import Logging
internal import Synchronization

/// A sealed segment and its file. Whoever holds the handle can read the file, pruned or not.
final class SegmentHandle: Sendable {
    let segment: Segment
    let extent: RecordExtent
    let path: String
    /// Position of the stream in the state of the store.
    let streamIndex: Int
    private let fileSystem: any FileSystem
    private let cache: SegmentReaderCache
    private let logger: Logger
    private let isCondemned = Mutex(false)

    init(
        segment: Segment, path: String, streamIndex: Int, fileSystem: any FileSystem, cache: SegmentReaderCache,
        logger: Logger
    ) {
        self.segment = segment
        extent = segment.extent
        self.path = path
        self.streamIndex = streamIndex
        self.fileSystem = fileSystem
        self.cache = cache
        self.logger = logger
    }

    deinit {
        guard isCondemned.withLock({ $0 }) else { return }
        cache.remove(segment.id)
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

    /// The segment and what is known of it; its file is opened and checked when it was not used lately.
    func openSegment() throws -> OpenSegment {
        try cache.segment(of: segment.id, open: open)
    }

    /// The segment for a question that must not wait for the disk.
    ///
    /// - Throws: `ColdData` when it was not used lately.
    func warmSegment() throws -> OpenSegment {
        guard let segment = cache.segment(of: segment.id) else { throw ColdData() }
        return segment.warmOnly
    }

    /// A reader of the file, which is opened and checked when it was not used lately.
    func read() throws -> SegmentReader {
        try openSegment().reader
    }

    /// Opens the file anew, and checks that it is the segment that the manifest speaks of.
    func open() throws -> SegmentReader {
        try SegmentReader(segment: segment, path: path, fileSystem: fileSystem)
    }
}
