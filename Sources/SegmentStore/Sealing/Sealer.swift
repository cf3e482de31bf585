internal import Evidence
internal import Logbook
internal import Logging
internal import Synchronization

/// Turns open records into segments, deletes segments, and lets go of journal files. All calls block, and all are
/// made on one thread, one after the other; only segment files are written side by side.
///
/// The order of a seal: segment file on disk under its name, manifest entry on disk, state changed, journal's start
/// in the manifest, journal files gone; the project's log and its checkpoint last. A crash between two of them leaves
/// the records in the journal, or in the journal and a segment that is known to hold them; recovery then passes over
/// the journal's.
final class Sealer: Sendable {
    let state: SharedState
    private let committer: Committer
    let ledger: Mutex<Ledger>
    let logs: Mutex<ProjectLogs>
    let folder: StoreFolder
    let fileSystem: any FileSystem
    let options: StoreOptions
    let time: TimeSource
    let logger: Logger

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
        let through = state.withLock { $0.confirmedThrough }
        let targets = state.withLock { state in
            through.indices.filter { selection.contains(state.streams[$0].stream) }
                .sorted { state.streams[$0].stream < state.streams[$1].stream }
        }
        return try noting { try sealAll(through, of: { _ in targets }) }
    }

    /// Seals the streams that have reached a bound of the policy, those that make the journal too long, and the largest
    /// ones as long as all together take too much memory.
    func sealDue(now: Timestamp) throws -> [Segment] {
        let policy = options.sealPolicy
        let (through, sealedThrough) = state.withLock { ($0.confirmedThrough, $0.streams.map(\.sealedThrough)) }
        let holding = committer.withJournal { journal in
            journal.byteCount > options.journalByteCount
                ? journal.streamsHoldingOldestFile(sealedThrough: sealedThrough) : []
        }
        return try noting {
            var segments = try holding.sorted().flatMap { index in try sealNext(through, of: { _ in [index] }) }
            segments += try sealAll(through) { state in
                through.indices.filter { state.streams[$0].isOld(policy, now: now) }
            }
            segments += try sealAll(through, wholeAlone: true) { state in
                through.indices.filter { state.streams[$0].isFull(policy) }
            }
            segments += try sealAll(through) { state in
                state.streamToRelieveMemory(options).map { [$0] } ?? []
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

    func commit(_ entries: [ManifestEntry]) throws {
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
