internal import DequeModule
internal import Logbook

/// What waits for the journal, in the order in which it will be written.
struct CommitQueue {
    enum Item: Sendable {
        case append(JournalEntry, CheckedContinuation<Receipt, any Error>?)
        /// Written by the store itself after a failure; stands before everything that its stream gets later.
        case loss(JournalEntry, LossWindow)
        /// The lease of a stream is to end.
        case withdrawal(streamIndex: Int)
        /// Resumed when everything before it is decided.
        case barrier(CheckedContinuation<Void, Never>)

        var entry: JournalEntry? {
            switch self {
            case .append(let entry, _), .loss(let entry, _): entry
            case .withdrawal, .barrier: nil
            }
        }

        var streamIndex: Int? {
            if case .withdrawal(let index) = self { index } else { entry?.streamIndex }
        }

        /// Whether somebody waits for it: what the store writes of its own accord is not tried for ever.
        var isAppend: Bool {
            if case .append = self { true } else { false }
        }

        var isLoss: Bool {
            if case .loss = self { true } else { false }
        }
    }

    private var items: Deque<Item> = []
    /// Bytes in the queue and in the group that is being written.
    private(set) var waitingByteCount = 0
    /// Whether a thread is at work on the queue.
    private(set) var isDraining = false
    /// The last try wrote nothing that was appended and failed; there is no use in another before something new comes.
    private var isStalled = false

    mutating func add(_ item: Item) {
        waitingByteCount += item.entry?.run.bytes.count ?? 0
        items.append(item)
        if !item.isLoss {
            isStalled = false
        }
    }

    /// Says that a thread has to be started if there is something to do.
    mutating func startDraining() -> Bool {
        guard !isDraining, !items.isEmpty, !isStalled else { return false }
        isDraining = true
        return true
    }

    /// Lets loss windows that could not be written be tried again.
    mutating func retry() {
        isStalled = false
    }

    /// What to write next; `nil` ends the draining.
    mutating func takeGroup() -> [Item]? {
        guard !items.isEmpty, !isStalled else {
            isDraining = false
            return nil
        }
        var group: [Item] = []
        var byteCount = 0
        while let next = items.first {
            let nextByteCount = next.entry?.maximumByteCount ?? 0
            if !group.isEmpty, byteCount + nextByteCount > Limits.groupByteCount {
                break
            }
            byteCount += nextByteCount
            group.append(items.removeFirst())
        }
        return group
    }

    mutating func finish(_ group: [Item]) {
        for item in group {
            waitingByteCount -= item.entry?.run.bytes.count ?? 0
        }
    }

    /// Takes everything out that came behind a group that failed: its numbers do not hold any more.
    mutating func fail(_ group: [Item]) -> [Item] {
        let failed = group + items
        items.removeAll()
        finish(failed)
        isStalled = !failed.contains(where: \.isAppend)
        return failed
    }
}
