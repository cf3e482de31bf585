internal import Dispatch
internal import Evidence
internal import Logbook
internal import Synchronization

/// Open records that become one segment.
private struct SealPiece: Sendable {
    let streamIndex: Int
    let stream: Stream
    let runs: [PackedRun]
    /// The number of the stream, and whether the manifest has to be told.
    let number: UInt32
    let isNewStream: Bool
    let closedMilliseconds: Int64
    let path: String
}

extension Sealer {
    /// Seals segments of streams until they have no more of them.
    ///
    /// - Parameters:
    ///   - through: for each stream the last record that a segment may begin with; newer streams are left alone.
    ///   - wholeAlone: leaves records that are not enough for a segment.
    ///   - streams: asked again after each step.
    func sealAll(
        _ through: [UInt64], wholeAlone: Bool = false, of streams: (StoreState) -> [Int]
    ) throws -> [Segment] {
        var segments: [Segment] = []
        while true {
            let next = try sealNext(through, wholeAlone: wholeAlone, of: streams)
            guard !next.isEmpty else { return segments }
            segments += next
        }
    }

    /// Seals the next segments of streams, no longer than the policy wants them: as many as are written at once.
    func sealNext(
        _ through: [UInt64], wholeAlone: Bool = false, of streams: (StoreState) -> [Int]
    ) throws -> [Segment] {
        let pieces = nextPieces(through, wholeAlone, of: streams)
        guard !pieces.isEmpty else { return [] }
        var segments: [Segment] = []
        var failure: (any Error)?
        for result in write(pieces) where failure == nil {
            switch result {
            case .success(let segment): segments.append(segment)
            case .failure(let error): failure = error
            }
        }
        // What comes behind a piece that failed waits for it, so that a stream is sealed in order.
        abandon(pieces[segments.count...])
        try take(segments, for: pieces[..<segments.count])
        if let failure { throw failure }
        return segments
    }

    private func nextPieces(
        _ through: [UInt64], _ wholeAlone: Bool, of streams: (StoreState) -> [Int]
    ) -> [SealPiece] {
        let now = time.now().milliseconds
        let policy = options.sealPolicy
        let found = state.withLock { state -> [(index: Int, runs: [PackedRun], closedMilliseconds: Int64)] in
            var found: [(index: Int, runs: [PackedRun], closedMilliseconds: Int64)] = []
            for index in streams(state) where index < through.count && found.count < options.sealerCount {
                let stream = state.streams[index]
                let pieces = stream.table.sealablePieces(
                    stream.pieceBound(policy), through: through[index], limit: options.sealerCount - found.count,
                    wholeAlone: wholeAlone)
                for runs in pieces {
                    // Moved on before it is known to succeed, so that no file of a failed try is ever written over.
                    state.noteClosing(index, milliseconds: now)
                    found.append((index, runs, state.streams[index].lastClosedMilliseconds))
                }
            }
            return found
        }
        var numbers: [Int: UInt32] = [:]
        return found.map { index, runs, closedMilliseconds in
            let (stream, known) = state.withLock { ($0.streams[index].stream, $0.streams[index].number) }
            let isNew = known == nil && numbers[index] == nil
            let number = known ?? numbers[index] ?? ledger.withLock { $0.takeStreamNumber() }
            numbers[index] = number
            let name = SegmentFileName(number: number, closedMilliseconds: closedMilliseconds)
            return SealPiece(
                streamIndex: index, stream: stream, runs: runs, number: number, isNewStream: isNew,
                closedMilliseconds: closedMilliseconds, path: folder.segment(name))
        }
    }

    private func write(_ pieces: [SealPiece]) -> [Result<Segment, any Error>] {
        let results = Mutex([Int: Result<Segment, any Error>]())
        DispatchQueue.concurrentPerform(iterations: pieces.count) { index in
            let result = Result { try write(pieces[index]) }
            results.withLock { $0[index] = result }
        }
        return results.withLock { results in pieces.indices.compactMap { results[$0] } }
    }

    private func write(_ piece: SealPiece) throws -> Segment {
        let facts = try fileSystem.createDurably(piece.path, in: folder.segments) { file in
            try SegmentWriter.write(
                piece.runs, of: piece.stream, closedMilliseconds: piece.closedMilliseconds,
                shape: options.segmentShape, to: file)
        }
        return facts.segment(of: piece.stream, closedMilliseconds: piece.closedMilliseconds)
    }

    /// Puts segments that are on disk in the place of their records.
    private func take(_ segments: [Segment], for pieces: ArraySlice<SealPiece>) throws {
        guard !segments.isEmpty else { return }
        var entries: [ManifestEntry] = []
        for (segment, piece) in zip(segments, pieces) {
            if piece.isNewStream {
                entries.append(
                    .stream(number: piece.number, piece.stream, sealedThrough: 0, lastClosedMilliseconds: 0))
            }
            entries.append(
                .added(
                    number: piece.number, closedMilliseconds: piece.closedMilliseconds, SegmentFacts(segment)))
        }
        do {
            try commit(entries)
        } catch {
            abandon(pieces)
            throw error
        }
        let waiting = state.withLock { state in
            for (segment, piece) in zip(segments, pieces) {
                let handle = SegmentHandle(
                    segment: segment, path: piece.path, streamIndex: piece.streamIndex, fileSystem: fileSystem,
                    cache: folder.readers, logger: logger)
                state.seal(handle, number: piece.number)
            }
            return state.room.take()
        }
        for continuation in waiting { continuation.resume(returning: true) }
        logs.withLock { $0.owe(segments.map { ProjectLogEntry($0) }) }
    }

    private func abandon(_ pieces: ArraySlice<SealPiece>) {
        ledger.withLock { ledger in
            for piece in pieces { ledger.abandonedPaths += [piece.path, piece.path + DurableFileName.asideSuffix] }
        }
    }
}
