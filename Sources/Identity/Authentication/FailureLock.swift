package import Logbook
internal import Synchronization

/// Locks a key that failed too often in a row, for a while. Counts in memory only.
package final class FailureLock: Sendable {
    private struct Entry {
        var count: Int
        var last: Timestamp
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let time: TimeSource
    private let capacity: Int

    /// - Parameter capacity: keys that are remembered; beyond it, the one that failed longest ago is forgotten.
    package init(time: TimeSource, capacity: Int = Limits.trackedFailureCountMaximum) {
        precondition(capacity > 0)
        self.time = time
        self.capacity = capacity
    }

    /// Whether the key is locked now. When the lock ends, the key starts afresh.
    package func isLocked(_ key: String) -> Bool {
        let now = time.now()
        return entries.withLock { entries in
            guard let entry = entries[key], entry.count > Limits.failureCountMaximum else { return false }
            if now < entry.last.advanced(by: Limits.lockDuration) {
                return true
            }
            entries[key] = nil
            return false
        }
    }

    package func noteFailure(of key: String) {
        let now = time.now()
        entries.withLock { entries in
            let count = (entries[key]?.count ?? 0) + 1
            entries[key] = Entry(count: count, last: now)
            if entries.count > capacity, let oldest = entries.min(by: { $0.value.last < $1.value.last })?.key {
                entries[oldest] = nil
            }
        }
    }

    package func noteSuccess(of key: String) {
        entries.withLock { entries in
            _ = entries.removeValue(forKey: key)
        }
    }
}
