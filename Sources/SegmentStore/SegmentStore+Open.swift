package import Logbook
package import Logging

extension SegmentStore {
    /// Opens the store of a folder, or begins one, and brings back what a crash left.
    ///
    /// - Throws: `LogStoreError` with `inputOutput` when the folder cannot be used or another process has it open,
    ///   with `corruption` when something that was on disk is damaged; nothing is changed then.
    package static func open(
        folder: String, options: StoreOptions = StoreOptions(), fileSystem: any FileSystem = LinuxFileSystem(),
        time: TimeSource = .system, logger: Logger
    ) async throws -> SegmentStore {
        let maintenance = WorkPool(name: "daybook.maintenance", width: 1)
        return try await maintenance.run {
            do {
                let pages = PageCache(byteLimit: options.cacheByteCount)
                let opening = StoreOpening(
                    folder: StoreFolder(path: folder, readers: SegmentReaderCache(pages: pages)), options: options,
                    fileSystem: fileSystem, time: time,
                    logger: logger)
                return SegmentStore(
                    try opening.open(), options: options, time: time, logger: logger, maintenance: maintenance)
            } catch {
                throw error.asLogStoreError
            }
        }
    }
}
