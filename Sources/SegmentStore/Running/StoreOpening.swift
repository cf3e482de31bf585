internal import Logbook
internal import Logging

/// The parts of a store that was opened.
struct OpenedParts {
    let state: SharedState
    let committer: Committer
    let sealer: Sealer
    let folder: StoreFolder
    let fileSystem: any FileSystem
    let lock: any FileLock
}

/// Brings a folder back to a store: lock, manifest, journal, then the files that a crash left over.
struct StoreOpening {
    let folder: StoreFolder
    let options: StoreOptions
    let fileSystem: any FileSystem
    let time: TimeSource
    let logger: Logger

    func open() throws -> OpenedParts {
        try fileSystem.createFolderDurably(folder.path)
        guard let lock = try fileSystem.lock(folder.lock) else {
            throw LogStoreError(.inUse, "\(folder.path) is in use by another process; stop it first")
        }
        try fileSystem.createFolderDurably(folder.journal)
        try fileSystem.createFolderDurably(folder.segments)
        try fileSystem.createFolderDurably(folder.projects)

        var (manifest, contents) = try Manifest.open(folder: folder.path, fileSystem: fileSystem, logger: logger)
        var state = StoreState()
        let known = recoverSegments(contents, into: &state)
        let recovery = try JournalRecovery(
            folder: folder.journal, fileSystem: fileSystem, start: contents.journalStart, logger: logger,
            take: { stream, run, place in try recover(run, of: stream, place: place, into: &state) },
            position: { state.indexAdding($0) })
        try checkEnds(manifest.end, contents, recovery)
        let unneeded = try sortOutSegmentFiles(known: known, contents: contents, state: state)

        var logs = try ProjectLogs(
            folder: folder, fileSystem: fileSystem, key: options.checkpointKey, expected: state.projectLogEntries,
            logger: logger)
        try manifest.rewrite(state.manifestEntries(journalStart: contents.journalStart))
        var journal = Journal(
            folder: folder.journal, fileSystem: fileSystem, fileByteCount: options.journalFileByteCount,
            logger: logger, recovered: recovery)
        let windows = state.closeLeases(
            recovery.leases, lossLineByteCount: options.lossLineByteCount, now: time.now())
        try journal.begin(with: recovery.lastEntries.map { .records($0) } + windows)
        try logs.takeOver()
        remove(recovery.voidPaths + unneeded)
        logger.info(
            "store is open",
            metadata: [
                "folder": "\(folder.path)", "segments": "\(state.segments.handles.count)",
                "open_records": "\(state.health.openRecordCount)",
            ])
        return parts(state: state, journal: journal, manifest: manifest, contents: contents, logs: logs, lock: lock)
    }

    /// A store that was closed said in its journal where the manifest ends, and then in the manifest where the journal
    /// does. What is shorter than that was not torn by a crash.
    private func checkEnds(_ manifest: FileEnd, _ contents: ManifestContents, _ recovery: JournalRecovery) throws {
        if let end = contents.closed, recovery.end != end {
            let path = folder.journal + "/" + JournalFileName.name(end.number)
            guard let found = recovery.end, found.number == end.number else {
                throw LogStoreError(.corruption, "journal file \(path) is missing; restore it from a backup")
            }
            throw LogStoreError(
                .corruption, "\(path) is damaged at byte \(found.byteCount): the store was closed with more in it")
        }
        guard let end = recovery.closing, manifest.number <= end.number else { return }
        guard manifest.number == end.number, manifest.byteCount >= end.byteCount else {
            throw LogStoreError(
                .corruption,
                "\(folder.manifest) is damaged at byte \(manifest.byteCount): the store was closed with more in it")
        }
    }

    private func parts(
        state: StoreState, journal: Journal, manifest: Manifest, contents: ManifestContents, logs: ProjectLogs,
        lock: any FileLock
    ) -> OpenedParts {
        let shared = SharedState(state)
        let committer = Committer(state: shared, journal: journal, options: options, time: time, logger: logger)
        let ledger = Ledger(
            manifest: manifest, nextStreamNumber: (contents.streams.keys.max() ?? 0) + 1,
            journalStart: contents.journalStart)
        let sealer = Sealer(
            state: shared, committer: committer, ledger: ledger, logs: logs, folder: folder, fileSystem: fileSystem,
            options: options, time: time, logger: logger)
        return OpenedParts(
            state: shared, committer: committer, sealer: sealer, folder: folder, fileSystem: fileSystem, lock: lock)
    }

    /// - Returns: names of the files that the manifest speaks of.
    private func recoverSegments(
        _ contents: ManifestContents, into state: inout StoreState
    ) -> Set<SegmentFileName> {
        var known: Set<SegmentFileName> = []
        var handles: [SegmentHandle] = []
        for (number, facts) in contents.streams.sorted(by: { $0.key < $1.key }) {
            let index = state.add(
                StreamState(
                    stream: facts.stream, number: number, sealedThrough: facts.sealedThrough,
                    lastClosedMilliseconds: facts.lastClosedMilliseconds))
            state.recover(facts.orderedDeletions, of: index)
            for (closedMilliseconds, segmentFacts) in facts.segments.sorted(by: { $0.key < $1.key }) {
                let name = SegmentFileName(number: number, closedMilliseconds: closedMilliseconds)
                known.insert(name)
                let segment = segmentFacts.segment(of: facts.stream, closedMilliseconds: closedMilliseconds)
                handles.append(
                    SegmentHandle(
                        segment: segment, path: folder.segment(name), streamIndex: index, fileSystem: fileSystem,
                        cache: folder.readers, logger: logger))
            }
        }
        state.recover(handles)
        return known
    }

    /// Takes one batch of the journal, unless a segment has it.
    private func recover(
        _ run: PackedRun, of stream: Stream, place: String, into state: inout StoreState
    ) throws -> (entry: JournalEntry, isNeeded: Bool) {
        let index = state.indexAdding(stream)
        let facts = state.streams[index]
        let isNeeded = run.extent.lastSequence > facts.sealedThrough
        if isNeeded {
            guard run.extent.firstSequence == facts.table.nextSequence else {
                throw LogStoreError(
                    .corruption,
                    "records before number \(run.extent.firstSequence) of \(stream) are missing in \(place)")
            }
            let time = min(time.now(), run.extent.times.lowerBound)
            state.withTable(index) { $0.recover(run, at: time) }
        }
        let entry = JournalEntry(
            stream: facts.stream, streamBytes: facts.streamBytes, streamIndex: index, run: run)
        return (entry, isNeeded)
    }

    /// Looks through the segment files. One that the manifest does not know was pruned, or its seal was not finished;
    /// in both cases nothing is lost with it. Else it is evidence that the manifest is not what it was.
    ///
    /// - Returns: paths of the files that are not needed.
    private func sortOutSegmentFiles(
        known: Set<SegmentFileName>, contents: ManifestContents, state: StoreState
    ) throws -> [String] {
        var missing = known
        var unneeded: [String] = []
        for file in try fileSystem.list(folder.segments).sorted() {
            let path = folder.segments + "/" + file
            guard let name = SegmentFileName(file) else {
                unneeded.append(path)
                continue
            }
            if missing.remove(name) != nil {
                continue
            }
            if let facts = contents.streams[name.number], name.closedMilliseconds <= facts.lastClosedMilliseconds {
                unneeded.append(path)
                continue
            }
            let metadata = try SegmentReader(file: try fileSystem.open(path, .read)).metadata
            let index = state.index(of: metadata.stream)
            guard let index, metadata.extent.lastSequence < state.streams[index].table.nextSequence else {
                throw LogStoreError(
                    .corruption, "\(folder.manifest) does not know \(path), whose records are nowhere else")
            }
            unneeded.append(path)
        }
        for name in missing.map(\.description).sorted() {
            logger.error("segment file is missing", metadata: ["file": "\(folder.segments)/\(name)"])
        }
        return unneeded
    }

    private func remove(_ paths: [String]) {
        for path in paths {
            do {
                try fileSystem.remove(path)
            } catch {
                // It does not count; the next start tries again.
                logger.warning("file that is not needed cannot be removed", metadata: ["error": "\(error)"])
            }
        }
    }
}
