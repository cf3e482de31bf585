internal import Evidence
internal import Logbook

/// The file of one project's log. It grows by one synchronized frame a change; the first frame has the project.
///
/// After a failed write nobody knows what follows on the entries that count. The file is not written to again: the next
/// change copies what counts aside, and puts the copy in its place.
struct ProjectLogFile {
    let project: String
    let number: UInt32
    let path: String
    /// Over all entries that are on disk.
    private(set) var tree: GrowingTree
    private(set) var byteCount: Int
    private let folder: String
    private let fileSystem: any FileSystem
    private var file: (any OpenFile)?

    /// A log that is not on disk before its first entries are.
    init(project: String, number: UInt32, folder: StoreFolder, fileSystem: any FileSystem) {
        self.project = project
        self.number = number
        self.path = folder.projectLog(number)
        self.tree = GrowingTree()
        self.byteCount = 0
        self.folder = folder.projects
        self.fileSystem = fileSystem
    }

    /// A log that was read. Its next change copies it: what a process reads after the end of another may never have
    /// reached the disk.
    init(_ content: ProjectLogContent, folder: StoreFolder, fileSystem: any FileSystem) {
        self.init(project: content.project, number: content.number, folder: folder, fileSystem: fileSystem)
        byteCount = content.byteCount
        for entry in content.entries {
            tree.append(entry.leaf)
        }
    }

    /// Makes the entries last, or what there is when there are none.
    mutating func append(_ entries: [ProjectLogEntry]) throws {
        var frames: [UInt8] = []
        if byteCount == 0 {
            frames = FileHead(number: UInt64(number)).encode(.projectLog)
            appendFrame(to: &frames) { $0.append(text: project) }
        }
        for start in stride(from: 0, to: entries.count, by: Limits.manifestFrameEntryCount) {
            let end = min(entries.count, start + Limits.manifestFrameEntryCount)
            appendFrame(to: &frames) { bytes in
                for entry in entries[start..<end] {
                    bytes.append(list: entry.bytes) { $1.append($0) }
                }
            }
        }
        try write(frames)
        byteCount += frames.count
        for entry in entries {
            tree.append(entry.leaf)
        }
    }

    private mutating func write(_ frames: [UInt8]) throws {
        guard let file else {
            let old = byteCount == 0 ? [] : try fileSystem.open(path, .read).readAll(count: byteCount, at: 0)
            guard old.count == byteCount else {
                throw LogStoreError(.corruption, "\(path) has become shorter; restore it from a backup")
            }
            self.file = try fileSystem.createDurably(path, in: folder) { file in
                try file.writeAll(old + frames, at: 0)
                return file
            }
            return
        }
        guard !frames.isEmpty else { return }
        self.file = nil
        try file.writeAll(frames, at: byteCount)
        try file.synchronize()
        self.file = file
    }

    private func appendFrame(to frames: inout [UInt8], _ payload: (inout [UInt8]) -> Void) {
        Frame.append(
            to: &frames, offset: byteCount + frames.count, salt: UInt64(number), onDiskByteCount: byteCount, payload)
    }
}
