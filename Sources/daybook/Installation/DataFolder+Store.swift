import Evidence
import Foundation
import Logging
import SegmentStore

extension DataFolder {
    /// Opens the log of the folder; checkpoints are signed with the folder's key.
    func openStore(options: StoreOptions = StoreOptions(), logger: Logger) async throws -> SegmentStore {
        var options = options
        options.checkpointKey = try readOrMakeCheckpointKey()
        // Segments that take turns on one core take the caches from each other, and memory for nothing.
        options.sealerCount = min(options.sealerCount, Cores.count)
        return try await SegmentStore.open(folder: log, options: options, logger: logger)
    }

    /// The key that signs checkpoints. A folder that has none, because it is older than checkpoints are, gets one.
    func readOrMakeCheckpointKey() throws -> NoteKey {
        if let key = try checkpointKeyOnDisk() {
            return key
        }
        let files = LinuxFileSystem()
        let aside = "\(checkpointKey).\(RandomText.identifier()).new"
        let file = try files.open(aside, .create)
        let bytes = NoteKey.random().bytes
        guard try file.write(bytes.span, at: 0) == bytes.count else { throw CommandError("cannot write \(aside)") }
        try file.synchronize()
        do {
            // Unlike a rename, a link never takes the place of a key that another process made meanwhile.
            try FileManager.default.linkItem(atPath: aside, toPath: checkpointKey)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            // Then that one counts.
        }
        try files.remove(aside)
        try files.synchronizeFolder(path)
        guard let key = try checkpointKeyOnDisk() else {
            throw CommandError("cannot read \(checkpointKey); run as the owner of the data folder")
        }
        return key
    }

    private func checkpointKeyOnDisk() throws -> NoteKey? {
        guard let content = FileManager.default.contents(atPath: checkpointKey) else { return nil }
        do {
            return try NoteKey(bytes: Array(content))
        } catch {
            throw CommandError("\(checkpointKey) is damaged: \(error); restore it from a backup")
        }
    }
}
