package import Evidence
package import Logbook

extension SegmentStore: EvidenceSource {
    package func verifier(ofProject project: String) -> NoteVerifier? {
        options.checkpointKey?.verifier(name: LogOrigin.origin(ofProject: project))
    }

    package func checkpoint(ofProject project: String) async throws -> SignedNote? {
        try await reading { store in store.sealer.withLogs { $0.notes[project] } }
    }

    package func continuation(of kept: SignedNote) async throws -> LogContinuation {
        let checkpoint = try Checkpoint(text: kept.text)
        return try await reading { store in
            guard let (log, today) = try store.log(ofOrigin: checkpoint.origin) else {
                return LogContinuation(kept: checkpoint, problem: "there is no log of \(checkpoint.origin) here")
            }
            func refused(_ problem: String) -> LogContinuation {
                LogContinuation(kept: checkpoint, project: log.project, today: today, problem: problem)
            }
            let tree = HashTree(log.entries.map(\.leaf))
            do {
                try StoredCheckpoint.check(kept, of: log.project, tree: tree, key: store.options.checkpointKey)
            } catch {
                return refused("\(error)")
            }
            let proof = tree.consistencyProof(from: checkpoint.count, to: tree.count)
            guard proof.proves(checkpoint.root, isBeginningOf: tree.root(count: tree.count)) else {
                return refused("today's log does not continue it")
            }
            return LogContinuation(kept: checkpoint, project: log.project, today: today, proof: proof)
        }
    }

    package func proof(of sequence: UInt64, in stream: Stream, under kept: SignedNote?) async throws -> RecordProof {
        try await reading { store in
            let handle = try store.handle(holding: sequence, of: stream)
            guard let (log, today) = try store.log(ofOrigin: LogOrigin.origin(ofProject: stream.project)),
                let note = kept ?? today
            else { throw EvidenceError(.unavailable, "the project has no signed checkpoint") }
            let tree = HashTree(log.entries.map(\.leaf))
            let checkpoint = try StoredCheckpoint.check(
                note, of: stream.project, tree: tree, key: store.options.checkpointKey)
            let entry = ProjectLogEntry(handle.segment)
            guard let index = log.entries.prefix(checkpoint.count).firstIndex(of: entry) else {
                throw EvidenceError(
                    .unavailable, "record \(sequence) was sealed after the checkpoint; take a newer one")
            }
            let (leaves, record) = try handle.leaves(with: sequence)
            return RecordProof(
                stream: stream, sequence: sequence, record: record,
                inSegment: HashTree(leaves).inclusionProof(
                    of: Int(sequence - handle.segment.sequences.lowerBound), in: leaves.count),
                entry: entry.bytes, inLog: tree.inclusionProof(of: index, in: checkpoint.count), checkpoint: note)
        }
    }

    /// The log of an origin as it is on disk, and its newest checkpoint.
    private func log(ofOrigin origin: String) throws -> (ProjectLogContent, SignedNote?)? {
        try sealer.withLogs { logs in
            let file = logs.files.values.first { LogOrigin.origin(ofProject: $0.project) == origin }
            guard let file, file.byteCount > 0 else { return nil }
            let content = try ProjectLogContent(number: file.number, path: file.path, fileSystem: fileSystem)
            return (content, logs.notes[file.project])
        }
    }

    /// The segment with a record; says why when there is none.
    private func handle(holding sequence: UInt64, of stream: Stream) throws -> SegmentHandle {
        let known = state.withLock { state in state.index(of: stream).map { state.streams[$0] } }
        if let handle = known?.segments.first(where: { $0.segment.sequences.contains(sequence) }) {
            return handle
        }
        if let deletion = known?.deletions.first(where: { $0.segment.sequences.contains(sequence) }) {
            throw EvidenceError(
                .unavailable, "record \(sequence) was deleted with its segment at \(deletion.time.milliseconds) ms")
        }
        guard let known, known.table.firstSequence <= sequence, sequence < known.table.nextSequence else {
            throw EvidenceError(.unavailable, "there is no record \(sequence)")
        }
        throw EvidenceError(.unavailable, "record \(sequence) is not sealed yet; seal it first")
    }
}

extension SegmentHandle {
    /// The leaves of the segment's tree, and the canonical form of one record.
    fileprivate func leaves(with sequence: UInt64) throws -> (leaves: [Fingerprint], record: [UInt8]) {
        let reader = try read()
        var leaves: [Fingerprint] = []
        var record: [UInt8] = []
        for (block, extent) in reader.blocks.enumerated() {
            let run = try reader.run(of: block)
            let ranges = try run.ranges(in: path)
            leaves += TreeHasher.leaves(run.bytes, in: ranges)
            if extent.sequences.contains(sequence) {
                record = Array(run.bytes[ranges[Int(sequence - extent.firstSequence)]])
            }
        }
        return (leaves, record)
    }
}
