internal import Logbook

extension StoreState {
    /// Gives a batch its sequence numbers and puts it in line for the journal.
    ///
    /// - Parameter waiter: resumed when the batch is on disk; without one the batch is visible at once, which takes a
    ///   lease that covers it.
    /// - Returns: `nil` when there is no waiter and no such lease; then the batch is not in line, and the next one of
    ///   the stream brings a lease.
    /// - Throws: `LogStoreError` with `closed` or `overloaded`; then the waiter is not resumed.
    mutating func enqueue(
        _ run: PackedRun, to stream: Stream, waiter: CheckedContinuation<Receipt, any Error>?,
        options: StoreOptions, now: Timestamp
    ) throws(LogStoreError) -> Receipt? {
        try checkIsOpen()
        guard canTake(run.bytes.count, in: stream, options) else {
            throw LogStoreError(.overloaded, "more records are waiting for the disk than memory may hold; try again")
        }
        let index = indexAdding(stream)
        if waiter == nil {
            let numbered = run.numbered(from: streams[index].table.nextSequence)
            guard withLease(index, { $0.use(for: numbered.extent, now: now) }) else { return nil }
        }
        let run = withTable(index) { $0.append(run, at: now, isVisible: waiter == nil) }
        commits.add(.append(entry(of: run, streamIndex: index), waiter))
        return Receipt(stream: stream, sequences: run.extent.sequences, isDurable: false)
    }

    /// Lets an append wait until sealing has made room for it, if that may be expected.
    ///
    /// - Parameter continuation: resumed with whether it is of use to try again.
    /// - Returns: that at once where there is nothing to wait for; then the continuation is not resumed.
    mutating func awaitRoom(
        for byteCount: Int, in stream: Stream, _ continuation: CheckedContinuation<Bool, Never>, options: StoreOptions
    ) -> Bool? {
        guard !isClosed, !hasRoom(for: byteCount, in: stream, options) else { return !isDiskBehind(byteCount, options) }
        let isTooMuch = !room.isEmpty && room.byteCount + byteCount > options.waitingByteCount
        guard room.isServed, !isTooMuch else { return false }
        room.add(continuation, byteCount: byteCount)
        return nil
    }

    /// Whether a batch would be taken at once.
    func canTake(_ byteCount: Int, in stream: Stream, _ options: StoreOptions) -> Bool {
        !isClosed && !isDiskBehind(byteCount, options) && hasRoom(for: byteCount, in: stream, options)
    }

    /// Whether more waits for the disk than may.
    private func isDiskBehind(_ byteCount: Int, _ options: StoreOptions) -> Bool {
        commits.waitingByteCount > 0 && commits.waitingByteCount + byteCount > options.waitingByteCount
    }

    /// Takes note that the entries of a group are on disk.
    mutating func confirm(_ group: [CommitQueue.Item]) {
        for item in group {
            guard let entry = item.entry else { continue }
            withTable(entry.streamIndex) { $0.confirm(through: entry.run.extent.lastSequence) }
            journalError = nil
            if item.isLoss {
                lossWindowCount += 1
            }
        }
        commits.finish(group)
    }

    /// Takes back a group that could not be written, with all that came behind it, and puts a loss window in line
    /// for each stream that is touched.
    ///
    /// - Returns: what is to be told that it failed.
    mutating func fail(
        _ group: [CommitQueue.Item], _ error: LogStoreError, lossLineByteCount: (LossWindow, Stream) -> Int,
        now: Timestamp
    ) -> [CommitQueue.Item] {
        journalError = error
        let failed = commits.fail(group)
        var windows: [Int: LossWindow] = [:]
        for item in failed {
            guard let index = item.entry?.streamIndex, let window = item.lossWindow else { continue }
            windows[index] = windows[index]?.union(window) ?? window
        }
        for (index, var window) in windows.sorted(by: { $0.key < $1.key }) {
            window.lineByteCount = lossLineByteCount(window, streams[index].stream)
            let loss = PackedRun(loss: window, sequence: 1)
            withLease(index) { $0.fail() }
            let run = withTable(index) { table in
                table.dropUnconfirmed()
                return table.append(loss, at: now, isVisible: false)
            }
            commits.add(.loss(entry(of: run, streamIndex: index), window))
        }
        return failed
    }

    func checkIsOpen() throws(LogStoreError) {
        if isClosed {
            throw LogStoreError(.closed, "the store is closed; open it again")
        }
    }

    func entry(of run: PackedRun, streamIndex: Int) -> JournalEntry {
        let stream = streams[streamIndex]
        return JournalEntry(
            stream: stream.stream, streamBytes: stream.streamBytes, streamIndex: streamIndex, run: run)
    }
}

extension CommitQueue.Item {
    /// What is lost when the item is not written.
    fileprivate var lossWindow: LossWindow? {
        switch self {
        case .append(let entry, _):
            LossWindow(
                start: entry.run.extent.times.lowerBound, end: entry.run.extent.times.upperBound,
                maximumCount: UInt64(entry.run.extent.count), reason: .journalFailure)
        case .loss(_, let window): window
        case .withdrawal, .barrier: nil
        }
    }
}

extension LossWindow {
    fileprivate func union(_ other: LossWindow) -> LossWindow {
        let (sum, overflow) = maximumCount.addingReportingOverflow(other.maximumCount)
        return LossWindow(
            start: min(start, other.start), end: max(end, other.end), maximumCount: overflow ? .max : sum,
            reason: .journalFailure)
    }
}
