internal import Logbook
internal import Logging

/// The file that says which segments there are. It grows by one synchronized frame a change and is the truth:
/// a segment exists when, and only when, its entry is on disk here.
///
/// After a failed write nobody knows what the file holds. It is not written to again: the next change writes the
/// whole manifest anew, aside, from what the store knows.
struct Manifest {
    private let path: String
    private let folder: String
    private let fileSystem: any FileSystem
    private var number: UInt64
    private var file: (any OpenFile)?
    private var byteCount: Int
    private var entryCount: Int
    /// Whether a write failed, so that the file may hold a change of which the store knows nothing.
    private(set) var isUncertain = false

    /// Reads the manifest of a folder; one that is not there yet is empty. Has to be rewritten before anything relies
    /// on it: what a process reads after the end of another may never have reached the disk.
    ///
    /// - Throws: `LogStoreError` with `corruption`.
    static func open(
        folder: String, fileSystem: any FileSystem, logger: Logger
    ) throws -> (manifest: Manifest, contents: ManifestContents) {
        let path = folder + "/manifest"
        var manifest = Manifest(
            path: path, folder: folder, fileSystem: fileSystem, number: 0, file: nil, byteCount: 0, entryCount: 0)
        var contents = ManifestContents()
        guard try fileSystem.list(folder).contains("manifest") else {
            return (manifest, contents)
        }
        let (number, entries, byteCount, tornByteCount) = try read(path, fileSystem: fileSystem)
        for entry in entries {
            try contents.apply(entry)
        }
        manifest.number = number
        manifest.byteCount = byteCount
        manifest.entryCount = entries.count
        if tornByteCount > 0 {
            logger.notice(
                "manifest ends in a change that was not finished",
                metadata: ["file": "\(path)", "bytes": "\(tornByteCount)"])
        }
        return (manifest, contents)
    }

    /// Reads all entries of a manifest file.
    static func read(
        _ path: String, fileSystem: any FileSystem
    ) throws -> (number: UInt64, entries: [ManifestEntry], byteCount: Int, tornByteCount: Int) {
        let bytes = try fileSystem.open(path, .read).readAll()
        let head = try FileHead.decode(.manifest, bytes, path: path)
        let (frames, end) = try Frame.readAll(bytes, from: FileHead.byteCount, salt: head.number, path: path)
        var entries: [ManifestEntry] = []
        for frame in frames {
            do {
                var reader = ByteReader(bytes, in: frame.payload)
                while reader.remainingByteCount > 0 {
                    entries.append(try ManifestEntry(from: &reader))
                }
            } catch {
                throw LogStoreError(.corruption, "\(path) is damaged at byte \(error.offset): \(error.reason.rawValue)")
            }
        }
        return (head.number, entries, end, bytes.count - end)
    }

    /// What is on disk, which has to be all that was written and nothing else.
    ///
    /// - Throws: `LogStoreError` with `corruption`.
    func onDisk() throws -> ManifestContents {
        let (found, entries, end, tornByteCount) = try Self.read(path, fileSystem: fileSystem)
        guard found == number, end == byteCount, tornByteCount == 0 else {
            throw LogStoreError(.corruption, "\(path) is damaged at byte \(min(end, byteCount))")
        }
        var contents = ManifestContents()
        for entry in entries {
            try contents.apply(entry)
        }
        return contents
    }

    /// Where the file ends; of one that was opened, what of it counts.
    var end: FileEnd { FileEnd(number: number, byteCount: byteCount) }

    /// Makes a change last.
    ///
    /// - Parameter current: what the store holds without the change; asked for when the file is written anew.
    /// - Throws: then it is unknown whether the change is on disk; what is on disk is consistent with and without it,
    ///   as long as nothing that either of the two needs is removed before a later change succeeded.
    mutating func commit(_ change: [ManifestEntry], current: () -> [ManifestEntry]) throws {
        guard let file else {
            return try rewrite(current() + change)
        }
        var frame: [UInt8] = []
        Self.append(change[...], to: &frame, offset: byteCount, number: number)
        self.file = nil
        isUncertain = true
        try file.writeAll(frame, at: byteCount)
        try file.synchronize()
        isUncertain = false
        self.file = file
        byteCount += frame.count
        entryCount += change.count
    }

    /// Whether the next change has to write the file anew, or most of its entries are of the past.
    func isRewriteDue(liveEntryCount: Int) -> Bool {
        file == nil || entryCount > 4 * liveEntryCount + Limits.manifestSlackEntryCount
    }

    /// Writes the whole manifest aside and puts it in the place of the old one.
    mutating func rewrite(_ entries: [ManifestEntry]) throws {
        file = nil
        isUncertain = true
        number += 1
        var bytes = FileHead(number: number).encode(.manifest)
        for start in stride(from: 0, to: entries.count, by: Limits.manifestFrameEntryCount) {
            let end = min(entries.count, start + Limits.manifestFrameEntryCount)
            Self.append(entries[start..<end], to: &bytes, offset: bytes.count, number: number)
        }
        file = try fileSystem.createDurably(path, in: folder) { file in
            try file.writeAll(bytes, at: 0)
            return file
        }
        isUncertain = false
        byteCount = bytes.count
        entryCount = entries.count
    }

    /// The bytes before an entry are always on disk when the entry is written.
    private static func append(
        _ entries: ArraySlice<ManifestEntry>, to bytes: inout [UInt8], offset: Int, number: UInt64
    ) {
        Frame.append(to: &bytes, offset: offset, salt: number, onDiskByteCount: offset) { bytes in
            for entry in entries {
                entry.encode(into: &bytes)
            }
        }
    }
}
