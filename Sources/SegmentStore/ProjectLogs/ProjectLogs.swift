internal import Evidence
internal import Logbook
internal import Logging

/// The logs of all projects, and their checkpoints. Used by one thread at a time.
///
/// They follow the manifest: an entry is written after what it says is on disk there, and a checkpoint after its
/// entries. What a failure or a crash keeps from being written is owed, and written with the next change or at the next
/// start. So a log never says what is not so, and a checkpoint never what its log does not.
struct ProjectLogs {
    let folder: StoreFolder
    let fileSystem: any FileSystem
    /// Without a key there are logs, but no checkpoints.
    let key: NoteKey?
    private(set) var files: [String: ProjectLogFile] = [:]
    /// The checkpoints that are on disk.
    private(set) var notes: [String: SignedNote] = [:]
    /// What the manifest has and a log has not.
    private(set) var owed: [String: [ProjectLogEntry]] = [:]
    private var nextNumber: UInt32 = 1
    /// Whether what is on disk is known to be what is kept here: no write failed, and nothing is owed.
    private(set) var isSettled = false
    /// Files of writes that were not finished.
    private var voidPaths: [String] = []

    /// Reads all logs, and changes nothing.
    ///
    /// - Parameter expected: the entries that each project has to have, by the manifest.
    /// - Throws: `LogStoreError` with `corruption`.
    init(
        folder: StoreFolder, fileSystem: any FileSystem, key: NoteKey?, expected: [String: [ProjectLogEntry]],
        logger: Logger
    ) throws {
        self.folder = folder
        self.fileSystem = fileSystem
        self.key = key
        let names = try fileSystem.list(folder.projects)
        owed = expected
        for number in names.compactMap(ProjectLogName.log).sorted() {
            let path = folder.projectLog(number)
            let content = try ProjectLogContent(number: number, path: path, fileSystem: fileSystem)
            let project = content.project
            guard files[project] == nil else {
                throw LogStoreError(.corruption, "\(path) is a second log of the project of another file")
            }
            owed[project] = try content.missing(of: expected[project] ?? [], path: path)
            files[project] = ProjectLogFile(content, folder: folder, fileSystem: fileSystem)
            nextNumber = number + 1
            if content.tornByteCount > 0 {
                logger.notice(
                    "project log ends in a change that was not finished",
                    metadata: ["file": "\(path)", "bytes": "\(content.tornByteCount)"])
            }
            if names.contains(ProjectLogName.checkpoint(number)) {
                notes[project] = try readCheckpoint(of: content)
            }
        }
        voidPaths = names.filter { $0.hasSuffix(DurableFileName.asideSuffix) }.map { folder.projects + "/" + $0 }
        for number in names.compactMap(ProjectLogName.checkpoint) where !names.contains(ProjectLogName.log(number)) {
            throw LogStoreError(
                .corruption, "project log \(folder.projectLog(number)) is missing; its checkpoint is not")
        }
    }

    /// The stored checkpoint of a log, which has to be signed, and to be a beginning of the log.
    private func readCheckpoint(of content: ProjectLogContent) throws -> SignedNote {
        let path = folder.checkpoint(content.number)
        let bytes = try fileSystem.open(path, .read).readAll()
        do {
            let note = try StoredCheckpoint.note(bytes)
            let tree = HashTree(content.entries.map(\.leaf))
            try StoredCheckpoint.check(note, of: content.project, tree: tree, key: key)
            return note
        } catch {
            throw LogStoreError(.corruption, "checkpoint \(path) cannot be trusted: \(error)")
        }
    }

    /// Brings to disk what was read, and writes what is owed. Called once the manifest is on disk.
    mutating func takeOver() throws {
        for project in files.keys.sorted() {
            try files[project]?.append([])
        }
        try settle()
        for path in voidPaths where (try? fileSystem.open(path, .read)) != nil {
            try fileSystem.remove(path)
        }
    }

    /// Takes note of entries whose facts are on disk in the manifest.
    mutating func owe(_ entries: [ProjectLogEntry]) {
        isSettled = false
        for entry in entries {
            owed[entry.segment.stream.project, default: []].append(entry)
        }
    }

    /// Writes what is owed.
    mutating func settle() throws {
        guard !isSettled else { return }
        for (project, entries) in owed.sorted(by: { $0.key < $1.key }) where !entries.isEmpty {
            var file = files[project] ?? takeFile(of: project)
            // Kept also when it fails: the number of a file that may be on disk must not go to another one.
            defer { files[project] = file }
            try file.append(entries)
            owed[project] = nil
        }
        for (project, file) in files.sorted(by: { $0.key < $1.key }) where file.byteCount > 0 {
            try writeCheckpoint(of: file, project: project)
        }
        isSettled = true
    }

    private mutating func takeFile(of project: String) -> ProjectLogFile {
        defer { nextNumber += 1 }
        return ProjectLogFile(project: project, number: nextNumber, folder: folder, fileSystem: fileSystem)
    }

    private mutating func writeCheckpoint(of file: ProjectLogFile, project: String) throws {
        guard let key else { return }
        let checkpoint = Checkpoint(
            origin: LogOrigin.origin(ofProject: project), count: file.tree.count, root: file.tree.root)
        guard notes[project]?.text != checkpoint.text else { return }
        let note = checkpoint.signed(with: key)
        try fileSystem.createDurably(folder.checkpoint(file.number), in: folder.projects) { file in
            try file.writeAll(Array(note.description.utf8), at: 0)
        }
        notes[project] = note
    }
}
