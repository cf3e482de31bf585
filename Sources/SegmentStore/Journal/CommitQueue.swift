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

        /// Whether nobody waits for the disk: a relaxed append that a lease covers.
        var isPatient: Bool {
            if case .append(_, nil) = self { true } else { false }
        }
    }

    /// When a thread has to look after the queue.
    enum Draining {
        /// Not at all: there is nothing to do, or one is at work or will come.
        case none
        case now
        /// When relaxed appends have gathered for a while.
        case later
    }

    private var items: Deque<Item> = []
    /// Bytes in the queue and in the group that is being written.
    private(set) var waitingByteCount = 0
    /// Items that are to be written at once.
    private var urgentCount = 0
    /// Whether a thread is at work on the queue.
    private(set) var isDraining = false
    /// Whether relaxed appends gather, and a thread will come when they have done so for long enough.
    private var isGathering = false
    /// The last try wrote nothing that was appended and failed; there is no use in another before something new comes.
    private var isStalled = false

    mutating func add(_ item: Item) {
        waitingByteCount += item.entry?.run.bytes.count ?? 0
        items.append(item)
        urgentCount += item.isPatient ? 0 : 1
        if !item.isLoss {
            isStalled = false
        }
    }

    /// Whether something is not to wait until more has gathered.
    private var isUrgent: Bool { urgentCount > 0 || waitingByteCount >= Limits.gatheredByteCount }

    /// Says whether and when a thread has to be started.
    mutating func startDraining() -> Draining {
        guard !isDraining, !items.isEmpty, !isStalled else { return .none }
        guard isUrgent else {
            defer { isGathering = true }
            return isGathering ? .none : .later
        }
        isDraining = true
        return .now
    }

    /// Relaxed appends have gathered for long enough.
    ///
    /// - Returns: whether the thread that says so has to look after the queue.
    mutating func endGathering() -> Bool {
        isGathering = false
        guard !isDraining, !items.isEmpty, !isStalled else { return false }
        isDraining = true
        return true
    }

    /// Lets loss windows that could not be written be tried again.
    mutating func retry() {
        isStalled = false
    }

    /// What to write next.
    mutating func takeGroup() -> [Item] {
        precondition(isDraining && !items.isEmpty, "a thread that drains the queue finds something in it")
        var group: [Item] = []
        var byteCount = 0
        while let next = items.first {
            let nextByteCount = next.entry?.maximumByteCount ?? 0
            if !group.isEmpty, byteCount + nextByteCount > Limits.groupByteCount {
                break
            }
            byteCount += nextByteCount
            group.append(items.removeFirst())
            urgentCount -= next.isPatient ? 0 : 1
        }
        return group
    }

    /// Says what the thread that drains the queue does when its group is written; unless it is `now`, it is done.
    mutating func continueDraining() -> Draining {
        isDraining = false
        return startDraining()
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
        urgentCount = 0
        finish(failed)
        isStalled = !failed.contains(where: \.isAppend)
        return failed
    }
}
