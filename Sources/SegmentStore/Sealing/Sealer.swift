internal import Evidence
internal import Logbook
internal import Logging
internal import Synchronization

/// Turns open records into segments, deletes segments, and lets go of journal files. All calls block, and all are
/// made on one thread, one after the other.
///
/// The order of a seal: segment file on disk under its name, manifest entry on disk, state changed, journal's start
/// in the manifest, journal files gone; the project's log and its checkpoint last. A crash between two of them leaves
/// the records in the journal, or in the journal and a segment that is known to hold them; recovery then passes over
/// the journal's.
final class Sealer: Sendable {
    private let state: SharedState
    private let committer: Committer
    private let ledger: Mutex<Ledger>
    private let logs: Mutex<ProjectLogs>
    private let folder: StoreFolder
    private let fileSystem: any FileSystem
    private let options: StoreOptions
    private let time: TimeSource
    private let logger: Logger

    init(
        state: SharedState, committer: Committer, ledger: consuming sending Ledger,
        logs: consuming sending ProjectLogs, folder: StoreFolder, fileSystem: any FileSystem, options: StoreOptions,
        time: TimeSource, logger: Logger
    ) {
        self.state = state
        self.committer = committer
        self.ledger = Mutex(ledger)
        self.logs = Mutex(logs)
        self.folder = folder
        self.fileSystem = fileSystem
        self.options = options
        self.time = time
        self.logger = logger
    }

    /// Seals what the selected streams have on disk in the journal by now.
    func seal(_ selection: StreamSelection) throws -> [Segment] {
        let targets = state.withLock { state in
            state.streams.indices.filter { selection.contains(state.streams[$0].stream) }
                .sorted { state.streams[$0].stream < state.streams[$1].stream }
                .map { (index: $0, through: state.streams[$0].table.confirmedThrough) }
        }
        return try noting {
            var segments: [Segment] = []
            for target in targets {
                while let segment = try sealNext(target.index, through: target.through) {
                    segments.append(segment)
                }
            }
            return segments
        }
    }

    /// Seals the streams that have reached a bound of the policy, those that make the journal too long, and the largest
    /// ones as long as all together take too much memory.
    func sealDue(now: Timestamp) throws -> [Segment] {
        let policy = options.sealPolicy
        let (due, sealedThrough) = state.withLock { state in
            (
                state.streams.indices.filter { state.streams[$0].isSealDue(policy, now: now) },
                state.streams.map(\.sealedThrough)
            )
        }
        let holding = committer.withJournal { journal in
            journal.byteCount > options.journalByteCount
                ? journal.streamsHoldingOldestFile(sealedThrough: sealedThrough) : []
        }
        return try noting {
            var segments: [Segment] = []
            for index in Set(due + holding).sorted() {
                let through = state.withLock { $0.streams[index].table.confirmedThrough }
                var isDue = true
                while isDue, let segment = try sealNext(index, through: through) {
                    segments.append(segment)
                    isDue = state.withLock { $0.streams[index].isSealDue(policy, now: now) }
                }
            }
            while let index = state.withLock({ $0.streamToRelieveMemory(policy) }) {
                let through = state.withLock { $0.streams[index].table.confirmedThrough }
                guard let segment = try sealNext(index, through: through) else { break }
                segments.append(segment)
            }
            return segments
        }
    }

    /// Deletes the segments that are there. The frame of the manifest that takes them away says why.
    func prune(_ ids: [Segment.ID], for reason: PruneReason) throws -> [Segment] {
        let now = time.now()
        let (handles, entries) = state.withLock { state in
            let handles = Set(ids).compactMap { state.handle($0) }.sorted { $0.path < $1.path }
            let entries = handles.compactMap { handle in
                state.streams[handle.streamIndex].number.map {
                    let deletion = Deletion(segment: handle.segment, time: now, reason: reason)
                    return ManifestEntry.deleted(number: $0, DeletionFacts(deletion))
                }
            }
            return (handles, entries)
        }
        guard !handles.isEmpty else { return [] }
        try commit(entries)
        state.withLock { $0.prune(handles, at: now, for: reason) }
        handles.forEach { $0.condemn() }
        logs.withLock { logs in
            logs.owe(handles.map { ProjectLogEntry(Deletion(segment: $0.segment, time: now, reason: reason)) })
        }
        settleLogs()
        return handles.map(\.segment)
    }

    /// Says in the journal and in the manifest where the other one ends. Whoever opens the store finds out then if one
    /// of them lost its end meanwhile, which otherwise looks like what a crash leaves.
    func close() throws {
        let manifest = ledger.withLock { $0.manifest.end }
        let journal = try committer.withJournal { try $0.finish(manifest: manifest) }
        try commit([.closed(journal: journal)])
    }

    /// What the manifest on disk says, and what it has to say. One that is uncertain is written anew before.
    func manifestOnDisk() throws -> (found: ManifestContents, expected: ManifestContents) {
        if ledger.withLock({ $0.manifest.isUncertain }) {
            try rewrite()
        }
        let found = try ledger.withLock { try $0.manifest.onDisk() }
        let start = ledger.withLock { $0.journalStart }
        var expected = ManifestContents()
        for entry in state.withLock({ $0.manifestEntries(journalStart: start) }) {
            try expected.apply(entry)
        }
        return (found, expected)
    }

    /// Seals one segment of a stream, no longer than the policy wants it.
    private func sealNext(_ index: Int, through: UInt64) throws -> Segment? {
        let policy = options.sealPolicy
        let now = time.now().milliseconds
        let (stream, runs) = state.withLock { state in
            let runs = state.streams[index].sealableRuns(policy)
            guard let first = runs.first, first.extent.firstSequence <= through else {
                return (state.streams[index], [PackedRun]())
            }
            // Moved on before it is known to succeed, so that no file of a failed try is ever written over.
            state.noteClosing(index, milliseconds: now)
            return (state.streams[index], runs.filter { $0.extent.firstSequence <= through })
        }
        guard !runs.isEmpty else { return nil }

        let number = stream.number ?? ledger.withLock { $0.takeStreamNumber() }
        let path = folder.segment(
            SegmentFileName(number: number, closedMilliseconds: stream.lastClosedMilliseconds))
        let segment = try write(runs, of: stream, path: path)
        var entries: [ManifestEntry] = []
        if stream.number == nil {
            entries.append(.stream(number: number, stream.stream, sealedThrough: 0, lastClosedMilliseconds: 0))
        }
        entries.append(
            .added(
                number: number, closedMilliseconds: segment.id.closedMilliseconds, SegmentFacts(segment)))
        do {
            try commit(entries)
        } catch {
            ledger.withLock { $0.abandonedPaths.append(path) }
            throw error
        }
        let handle = SegmentHandle(
            segment: segment, path: path, streamIndex: index, fileSystem: fileSystem, cache: folder.readers,
            logger: logger)
        let waiting = state.withLock { state in
            state.seal(handle, number: number)
            return state.room.take()
        }
        for continuation in waiting { continuation.resume(returning: true) }
        logs.withLock { $0.owe([ProjectLogEntry(segment)]) }
        return segment
    }

    private func write(_ runs: [PackedRun], of stream: StreamState, path: String) throws -> Segment {
        do {
            let facts = try fileSystem.createDurably(path, in: folder.segments) { file in
                try SegmentWriter.write(
                    runs, of: stream.stream, closedMilliseconds: stream.lastClosedMilliseconds, to: file)
            }
            return facts.segment(of: stream.stream, closedMilliseconds: stream.lastClosedMilliseconds)
        } catch {
            ledger.withLock { $0.abandonedPaths += [path, path + DurableFileName.asideSuffix] }
            throw error
        }
    }

    private func commit(_ entries: [ManifestEntry]) throws {
        try ledger.withLock { ledger in
            let start = ledger.journalStart
            try ledger.manifest.commit(entries) { state.withLock { $0.manifestEntries(journalStart: start) } }
        }
        removeAbandoned()
    }

    private func rewrite() throws {
        try ledger.withLock { ledger in
            let start = ledger.journalStart
            try ledger.manifest.rewrite(state.withLock { $0.manifestEntries(journalStart: start) })
        }
        removeAbandoned()
    }

    /// Writes the manifest anew when that pays, and lets go of journal files that nothing needs any more.
    private func tidy() throws {
        let (sealedThrough, entries) = state.withLock { state in
            let deletionCount = state.streams.reduce(0) { $0 + $1.deletions.count }
            return (
                state.streams.map(\.sealedThrough),
                state.segments.handles.count + deletionCount + state.streams.count
            )
        }
        if ledger.withLock({ $0.manifest.isRewriteDue(liveEntryCount: entries) }) {
            try rewrite()
        }
        let start = committer.withJournal { $0.start(sealedThrough: sealedThrough) }
        guard start > ledger.withLock({ $0.journalStart }) else { return }
        try commit([.journalStart(start)])
        ledger.withLock { $0.journalStart = start }
        committer.withJournal { $0.retire(below: start) }
    }

    /// Removes the files of failed tries. Called after a manifest that does not name them is on disk.
    private func removeAbandoned() {
        let paths = ledger.withLock { ledger in
            defer { ledger.abandonedPaths = [] }
            return ledger.abandonedPaths
        }
        for path in paths {
            do {
                try fileSystem.remove(path)
            } catch {
                logger.debug("nothing to remove of a failed seal", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Runs a reading of the logs between two changes, with what they owe written if that can be.
    func withLogs<Result: Sendable>(_ body: (ProjectLogs) throws -> Result) rethrows -> Result {
        settleLogs()
        return try logs.withLock { try body($0) }
    }

    /// Writes what the project logs owe. The segments are safe without it; what fails is tried again at each look.
    private func settleLogs() {
        do {
            try logs.withLock { try $0.settle() }
            state.withLock { $0.projectLogError = nil }
        } catch {
            logger.error("project log cannot be written", metadata: ["error": "\(error)"])
            let error = error.asLogStoreError
            state.withLock { $0.projectLogError = error }
        }
    }

    /// Seals, keeps the last error for the health of the store, and tidies up behind it.
    private func noting(_ seal: () throws -> [Segment]) throws -> [Segment] {
        defer { settleLogs() }
        do {
            let segments = try seal()
            if !segments.isEmpty {
                state.withLock { $0.sealError = nil }
                do {
                    try tidy()
                } catch {
                    // The segments are safe; what is not tidied now is tidied after the next seal.
                    logger.warning("cannot tidy up after a seal", metadata: ["error": "\(error)"])
                }
            }
            return segments
        } catch {
            let error = error.asLogStoreError
            state.withLock { $0.sealError = error }
            throw error
        }
    }
}
