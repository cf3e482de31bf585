internal import Logbook

extension StoreState {
    /// The changes of leases that a group brings to disk with its records; they stand behind them.
    mutating func leaseChanges(for group: [CommitQueue.Item], now: Timestamp) -> [LeaseChange] {
        var changes: [Int: LeaseChange] = [:]
        for item in group {
            guard let index = item.streamIndex, changes[index] == nil else { continue }
            switch item {
            case .append:
                if let lease = renewedLease(of: index, now: now) {
                    changes[index] = change(index, lease)
                }
            case .loss where streams[index].lease.mayBeOpenOnDisk:
                // The window says all that the lease could say.
                changes[index] = change(index, nil)
            case .withdrawal:
                // All that was acknowledged on the lease is on disk, or stands before this change.
                changes[index] = change(index, nil)
            default: continue
            }
        }
        return changes.values.sorted { $0.streamIndex < $1.streamIndex }
    }

    mutating func confirm(_ changes: [LeaseChange]) {
        for change in changes {
            withLease(change.streamIndex) { lease in
                if change.lease == nil {
                    lease.confirmWithdrawal()
                } else {
                    lease.confirm()
                }
            }
        }
    }

    /// Puts the end of leases in line that nobody uses any more; of all leases when the store closes.
    mutating func withdrawLeases(now: Timestamp) {
        for index in streams.indices {
            let lease = streams[index].lease
            let confirmed = streams[index].table.confirmedThrough
            guard isClosed && lease.mayBeOpenOnDisk || lease.isWithdrawalDue(confirmedThrough: confirmed, now: now)
            else { continue }
            withLease(index) { $0.suspend() }
            commits.add(.withdrawal(streamIndex: index))
        }
    }

    /// Turns leases that were found open into loss windows, which the journal's next file begins with, and ends all.
    ///
    /// - Parameter leases: what was found, by the position of the stream; `nil` for one that was ended.
    mutating func closeLeases(
        _ leases: [Int: Lease?], lossLineByteCount: (LossWindow, Stream) -> Int, now: Timestamp
    ) -> [JournalItem] {
        var items: [JournalItem] = []
        for (index, lease) in leases.sorted(by: { $0.key < $1.key }) {
            let lastSequence = streams[index].table.nextSequence - 1
            if let lease, lease.through > lastSequence {
                var window = LossWindow(
                    start: lease.times.lowerBound, end: lease.times.upperBound,
                    maximumCount: lease.through - lastSequence, reason: .stoppedUnsynced)
                window.lineByteCount = lossLineByteCount(window, streams[index].stream)
                let run = PackedRun(loss: window, sequence: lastSequence + 1)
                withTable(index) { $0.recover(run, at: now) }
                items.append(.records(entry(of: run, streamIndex: index)))
                lossWindowCount += 1
            }
            items.append(.lease(change(index, nil)))
        }
        return items
    }

    private mutating func renewedLease(of index: Int, now: Timestamp) -> Lease? {
        let table = streams[index].table
        guard streams[index].lease.isRenewalDue(nextSequence: table.nextSequence, now: now) else { return nil }
        var times = Lease.times(at: now)
        // What was acknowledged on the current lease and is not on disk has to be covered too: this one replaces it.
        for run in table.unconfirmed where streams[index].lease.current?.covers(run.extent) ?? false {
            let more = run.extent.times
            times = min(times.lowerBound, more.lowerBound)...max(times.upperBound, more.upperBound)
        }
        let range = Limits.leaseSequenceRange
        let waitingCount = Int(table.nextSequence - 1 - table.confirmedThrough)
        let size = min(max(4 * waitingCount, range.lowerBound), range.upperBound)
        let lease = Lease(through: table.nextSequence - 1 + UInt64(size), times: times)
        withLease(index) { $0.propose(lease, nextSequence: table.nextSequence) }
        return lease
    }

    private func change(_ index: Int, _ lease: Lease?) -> LeaseChange {
        LeaseChange(streamBytes: streams[index].streamBytes, streamIndex: index, lease: lease)
    }
}
