internal import Evidence
internal import Logbook

extension ProjectLogs {
    /// Reads all logs and checkpoints, and compares them with what the manifest says and what was written.
    ///
    /// - Throws: `LogStoreError` with `corruption`.
    func verify(expected: [String: [ProjectLogEntry]]) throws -> [ProjectLogSummary] {
        for (project, entries) in expected where files[project] == nil && owed[project] == nil && !entries.isEmpty {
            throw LogStoreError(.corruption, "a project has segments and no log in \(folder.projects)")
        }
        return try files.values.filter { $0.byteCount > 0 }.sorted { $0.project < $1.project }.map { file in
            try verify(file, expected: expected[file.project] ?? [])
        }
    }

    private func verify(_ file: ProjectLogFile, expected: [ProjectLogEntry]) throws -> ProjectLogSummary {
        let content = try ProjectLogContent(number: file.number, path: file.path, fileSystem: fileSystem)
        let missing = try content.missing(of: expected, path: file.path)
        // Behind a write that failed there may be all of what is owed, or a part of it.
        let isWhole =
            isSettled
            ? content.byteCount == file.byteCount && content.tornByteCount == 0 && missing.isEmpty
            : content.byteCount >= file.byteCount && Set(missing).isSubset(of: owed[file.project] ?? [])
        guard content.project == file.project, isWhole else {
            throw LogStoreError(
                .corruption, "\(file.path) is damaged at byte \(min(content.byteCount, file.byteCount))")
        }
        let tree = HashTree(content.entries.map(\.leaf))
        guard tree.root(count: file.tree.count) == file.tree.root else {
            throw LogStoreError(.corruption, "\(file.path) has other entries than were written")
        }
        try verifyCheckpoint(of: file, tree: tree)
        return ProjectLogSummary(project: file.project, entryCount: file.tree.count, root: file.tree.root)
    }

    private func verifyCheckpoint(of file: ProjectLogFile, tree: HashTree) throws {
        guard let note = notes[file.project] else { return }
        let path = folder.checkpoint(file.number)
        do {
            let found = try fileSystem.open(path, .read).readAll()
            let text = Array(note.description.utf8)
            guard found == text || !isSettled else {
                let place = zip(found, text).prefix { $0 == $1 }.count
                throw LogStoreError(.corruption, "checkpoint \(path) is damaged at byte \(place)")
            }
            try StoredCheckpoint.check(try StoredCheckpoint.note(found), of: file.project, tree: tree, key: key)
        } catch let error as FileSystemError where error.number == FileSystemError.notFound {
            throw LogStoreError(.corruption, "checkpoint \(path) is missing; restore it from a backup")
        } catch let error as EvidenceError {
            throw LogStoreError(.corruption, "checkpoint \(path) cannot be trusted: \(error)")
        }
    }
}
