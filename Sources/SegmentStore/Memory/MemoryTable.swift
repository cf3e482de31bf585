internal import Logbook

/// The records of one stream that are not sealed yet.
///
/// A record is *confirmed* when the journal has it on disk, and *visible* when scans may show it: at once when it was
/// appended relaxed, with its confirmation when it was appended strict. What is visible has no holes.
struct MemoryTable {
    struct Entry: Sendable {
        let run: PackedRun
        /// When the records came in, by the clock of the store.
        let time: Timestamp
    }

    /// The runs in order, in pieces, so that an append copies little while a scan holds a snapshot.
    private(set) var chunks: [[Entry]] = []
    private(set) var nextSequence: UInt64
    private(set) var confirmedThrough: UInt64
    private(set) var visibleThrough: UInt64
    private(set) var textByteCount = 0
    private(set) var byteCount = 0

    /// A table behind records that are sealed through this sequence number.
    init(sealedThrough: UInt64) {
        self.nextSequence = sealedThrough + 1
        self.confirmedThrough = sealedThrough
        self.visibleThrough = sealedThrough
    }

    var oldestTime: Timestamp? { chunks.first?.first?.time }
    var firstSequence: UInt64 { chunks.first?.first?.run.extent.firstSequence ?? nextSequence }
    var openRecordCount: Int { Int(nextSequence - firstSequence) }
    /// Of all open records together.
    var size: PieceSize { PieceSize(recordCount: openRecordCount, textByteCount: textByteCount) }
    var hasConfirmedRecords: Bool { firstSequence <= confirmedThrough }

    /// The runs that wait for the journal, newest first.
    var unconfirmed: some Sequence<PackedRun> {
        chunks.reversed().lazy.flatMap { $0.reversed() }.map(\.run)
            .prefix { $0.extent.firstSequence > confirmedThrough }
    }

    /// Takes a run, whatever its numbers are.
    ///
    /// - Returns: the run with the numbers that it got.
    mutating func append(_ run: PackedRun, at time: Timestamp, isVisible: Bool) -> PackedRun {
        let run = run.numbered(from: nextSequence)
        append(run, at: time)
        if isVisible {
            visibleThrough = run.extent.lastSequence
        }
        return run
    }

    /// Takes a run that was found in the journal and follows on what is here.
    mutating func recover(_ run: PackedRun, at time: Timestamp) {
        append(run, at: time)
        confirm(through: run.extent.lastSequence)
    }

    mutating func confirm(through sequence: UInt64) {
        confirmedThrough = max(confirmedThrough, sequence)
        visibleThrough = max(visibleThrough, sequence)
    }

    /// Forgets what the journal could not keep; the numbers are given out again.
    mutating func dropUnconfirmed() {
        while let last = chunks.last?.last, last.run.extent.firstSequence > confirmedThrough {
            uncount(last)
            chunks[chunks.count - 1].removeLast()
            if chunks[chunks.count - 1].isEmpty {
                chunks.removeLast()
            }
        }
        nextSequence = confirmedThrough + 1
        visibleThrough = confirmedThrough
    }

    /// Lets go of what is sealed.
    mutating func drop(through sequence: UInt64) {
        while let chunk = chunks.first, let first = chunk.first, first.run.extent.lastSequence <= sequence {
            let count = chunk.prefix { $0.run.extent.lastSequence <= sequence }.count
            chunk[..<count].forEach { uncount($0) }
            if count == chunk.count {
                chunks.removeFirst()
            } else {
                chunks[0].removeFirst(count)
            }
        }
    }

    /// Confirmed runs from the oldest on, cut into pieces that make a segment each.
    ///
    /// - Parameters:
    ///   - through: no piece begins behind it.
    ///   - wholeAlone: leaves out what may still grow; else the last piece may be such.
    func sealablePieces(_ bound: PieceBound, through: UInt64, limit: Int, wholeAlone: Bool) -> [[PackedRun]] {
        var pieces: [[PackedRun]] = []
        var piece: [PackedRun] = []
        var size = PieceSize()
        for run in chunks.joined().lazy.map(\.run) {
            guard run.extent.lastSequence <= confirmedThrough else { break }
            if bound.isWhole(size, before: run) {
                pieces.append(piece)
                (piece, size) = ([], PieceSize())
            }
            if piece.isEmpty, pieces.count == limit || run.extent.firstSequence > through { break }
            piece.append(run)
            size.add(run.extent)
        }
        if !piece.isEmpty, !wholeAlone || bound.isReached(by: size) {
            pieces.append(piece)
        }
        return pieces
    }

    private mutating func append(_ run: PackedRun, at time: Timestamp) {
        if chunks.isEmpty || chunks[chunks.count - 1].count >= Limits.chunkRunCount {
            chunks.append([])
        }
        chunks[chunks.count - 1].append(Entry(run: run, time: time))
        nextSequence = run.extent.lastSequence + 1
        textByteCount = textByteCount.addingClamped(run.extent.textByteCount)
        byteCount += run.bytes.count
    }

    private mutating func uncount(_ entry: Entry) {
        textByteCount -= entry.run.extent.textByteCount
        byteCount -= entry.run.bytes.count
    }
}
