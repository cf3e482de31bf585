internal import Evidence
internal import Logbook

/// Reads everything that counts from disk and compares it with what the store believes.
///
/// First, on the thread that seals, so that nothing changes meanwhile: manifest, numbers, open records, journal, logs
/// of projects. Then the segments, which may take long: whoever holds a handle can read the file, pruned or not.
struct Verification {
    private let streams: [StreamState]
    private let journalFiles: [JournalFile]
    private let folder: StoreFolder
    private let fileSystem: any FileSystem
    /// Sums of what was read, also when something wrong ended it.
    var report: VerificationReport

    init(streams: [StreamState], journalFiles: [JournalFile], folder: StoreFolder, fileSystem: any FileSystem) {
        self.streams = streams
        self.journalFiles = journalFiles
        self.folder = folder
        self.fileSystem = fileSystem
        self.report = VerificationReport(streamCount: 0, segmentCount: 0, recordCount: 0)
    }

    /// - Throws: `LogStoreError` with `corruption` at the first thing wrong.
    mutating func verifyBooks(
        manifest: (found: ManifestContents, expected: ManifestContents), logs: ProjectLogs
    ) throws {
        try require(
            manifest.found.hasSame(manifest.expected), "\(folder.manifest) is not what the store wrote there")
        for stream in streams {
            try verifyNumbers(stream)
            try verifyOpenRecords(stream)
            report.streamCount += 1
        }
        try verifyJournal()
        report.projectLogs = try logs.verify(expected: StoreState.projectLogEntries(of: streams))
    }

    /// - Parameter isGoingOn: told of each segment that was read, and of the bytes read and to be read.
    mutating func verifySegments(_ isGoingOn: (VerificationProgress) -> Void) throws {
        let handles = streams.flatMap(\.segments)
        var progress = VerificationProgress(
            byteCount: 0, totalByteCount: handles.reduce(0) { $0.addingClamped($1.segment.fileByteCount) })
        for handle in handles {
            try verify(handle)
            report.segmentCount += 1
            report.recordCount += handle.segment.recordCount
            progress.byteCount = progress.byteCount.addingClamped(handle.segment.fileByteCount)
            isGoingOn(progress)
        }
    }

    private mutating func verifyOpenRecords(_ stream: StreamState) throws {
        try require(
            stream.table.firstSequence == stream.sealedThrough + 1,
            "sealed and open records of \(stream.stream) do not meet")
        for entry in stream.table.chunks.joined() where entry.run.extent.lastSequence <= stream.table.visibleThrough {
            let place = "the memory of \(stream.stream)"
            try verify(entry.run.unpacked(in: place), place: place)
            report.recordCount += entry.run.extent.count
        }
    }

    /// Every number that was ever sealed is in one segment, or in one that was deleted and is on record.
    private func verifyNumbers(_ stream: StreamState) throws {
        let sealed = (stream.segments.map(\.segment) + stream.deletions.map(\.segment))
            .sorted { $0.sequences.lowerBound < $1.sequences.lowerBound }
        var sealedThrough: UInt64 = 0
        for segment in sealed {
            try require(
                segment.sequences.lowerBound == sealedThrough + 1,
                "segments and deletions of \(stream.stream) do not meet at number \(sealedThrough + 1)")
            sealedThrough = segment.sequences.upperBound
        }
        try require(
            sealedThrough == stream.sealedThrough,
            "numbers of \(stream.stream) behind \(sealedThrough) are in no segment and no deletion")
    }

    private func verify(_ handle: SegmentHandle) throws {
        // Opened first: its own checks say more exactly what is wrong than the fingerprint of the whole.
        let reader = try handle.open()
        let file = try fileSystem.open(handle.path, .read)
        let byteCount = try file.byteCount()
        try require(
            byteCount == handle.segment.fileByteCount,
            "\(handle.path) has \(byteCount) bytes, \(handle.segment.fileByteCount) were written")
        var extent: RecordExtent?
        var tree = GrowingTree()
        for block in reader.blocks.indices {
            let run = try reader.run(of: block)
            let found = try verify(run, place: "\(handle.path), block \(block)")
            extent?.extend(by: found)
            extent = extent ?? found
            try run.append(to: &tree)
        }
        try require(
            extent == handle.segment.extent && tree.root == handle.segment.root,
            "\(handle.path) holds other records than its manifest entry says")
        try require(
            try file.fingerprint() == handle.segment.fileFingerprint,
            "\(handle.path) is damaged in a place that holds no record: it is not the file that was written")
    }

    /// Decodes all records of a run.
    ///
    /// - Returns: the extent that they really have, which is the one that was written down.
    @discardableResult
    private func verify(_ run: RecordRun, place: String) throws -> RecordExtent {
        var extent: RecordExtent?
        var sequence = run.extent.firstSequence
        for range in try run.ranges(in: place) {
            let record = try run.record(in: range, of: place)
            let found = RecordExtent(
                firstSequence: sequence, count: 1, times: record.timestamp...record.timestamp,
                textByteCount: record.textByteCount)
            extent?.extend(by: found)
            extent = extent ?? found
            sequence += 1
        }
        guard let extent, extent == run.extent else {
            throw LogStoreError(.corruption, "records in \(place) are not what was written down of them")
        }
        return extent
    }

    /// The journal on disk has to hold every confirmed record that is not sealed, and no number twice.
    private func verifyJournal() throws {
        var next: [Stream: UInt64] = [:]
        for stream in streams {
            next[stream.stream] = stream.sealedThrough + 1
        }
        for file in journalFiles {
            let path = folder.journal + "/" + JournalFileName.name(file.number)
            let bytes = try fileSystem.open(path, .read).readAll(count: file.byteCount, at: 0)
            let head = try FileHead.decode(.journal, bytes, path: path)
            try require(head.number == file.number, "\(path) is not the file of its name")
            let (frames, end) = try Frame.readAll(bytes, from: FileHead.byteCount, salt: file.number, path: path)
            try require(end == file.byteCount, "\(path) is damaged at byte \(end)")
            for frame in frames {
                let place = "\(path) at byte \(frame.offset)"
                guard let content = try? JournalItem.decode(bytes, in: frame.payload) else {
                    throw LogStoreError(.corruption, "journal is damaged in \(place)")
                }
                guard case .records(let stream, let run) = content else { continue }
                try verify(run.unpacked(in: place), place: place)
                if let expected = next[stream], run.extent.lastSequence >= expected {
                    try require(
                        run.extent.firstSequence == expected, "numbers of \(stream) do not follow on in \(place)")
                    next[stream] = run.extent.lastSequence + 1
                }
            }
        }
        for stream in streams {
            try require(
                (next[stream.stream] ?? 0) > stream.table.confirmedThrough,
                "the journal lacks open records of \(stream.stream)")
        }
    }

    private func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
        if !condition {
            throw LogStoreError(.corruption, problem())
        }
    }
}

extension ManifestContents {
    /// Whether the same segments are named. How far closing times ran ahead in tries that failed does not matter.
    fileprivate func hasSame(_ other: ManifestContents) -> Bool {
        streams.count == other.streams.count
            && streams.allSatisfy { number, facts in
                guard let others = other.streams[number] else { return false }
                return facts.stream == others.stream && facts.sealedThrough == others.sealedThrough
                    && facts.segments == others.segments && facts.deletions == others.deletions
            }
    }
}
