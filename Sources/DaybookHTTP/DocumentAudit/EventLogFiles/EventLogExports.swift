internal import DocumentAudit
internal import Logbook
internal import Logging
internal import Synchronization

/// The files of slow and error logs that were asked for, on their way to be handed out.
///
/// To make a file is to read its events and to learn how long it is; nothing of it is kept beside that. One is made
/// after the other, behind the requests that ask for them, for each may be of millions of events.
final class EventLogExports: Sendable {
    /// What is asked for.
    struct Order: Hashable, Sendable {
        var name: EventLogName
        var stream: Stream
        var form: EventLogForm
    }

    enum State: Sendable {
        case making
        case made(EventLogFile)
        case failed
    }

    private struct Entry {
        var state = State.making
        var since: Timestamp
        /// Whether it is what a node's log is just now, and was not asked for by its name.
        var isCurrent: Bool
        /// Whether somebody has got it, so that who asks from now on gets it made anew.
        var isHandedOut = false
    }

    private struct Work: Sendable {
        var order: Order
        var node: DocumentNode
        var logger: Logger
    }

    private struct Shared {
        var entries: [Order: Entry] = [:]
        var queue: [Work] = []
        var isWorking = false
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
        var waiterCount = 0
    }

    private let store: any LogStore
    private let time: TimeSource
    private let shared = Mutex(Shared())

    init(store: any LogStore, time: TimeSource) {
        self.store = store
        self.time = time
    }

    /// What is being made of a node's log as it is now: whoever asks again asks for that.
    func current(_ kind: EventLogName.Kind, of stream: Stream, _ form: EventLogForm) -> Order? {
        let oldest = time.now().advanced(by: .zero - Limits.eventLogLinkLifetime)
        return shared.withLock { shared in
            shared.entries.first { order, entry in
                entry.isCurrent && !entry.isHandedOut && entry.since > oldest && order.stream == stream
                    && order.form == form
                    && order.name.kind == kind
            }?.key
        }
    }

    /// Has a file made, unless it is being made already.
    ///
    /// - Throws: `ControlError` with `overloaded`.
    func begin(_ order: Order, of node: DocumentNode, isCurrent: Bool, logger: Logger) throws {
        let now = time.now()
        let oldest = now.advanced(by: .zero - Limits.eventLogLinkLifetime)
        let mustWork = try shared.withLock { shared in
            shared.entries = shared.entries.filter { !$0.value.state.isSettled || $0.value.since > oldest }
            if let entry = shared.entries[order], !entry.isHandedOut { return false }
            if shared.entries.count >= Limits.eventLogFileCountMaximum {
                shared.entries = shared.entries.filter { !$0.value.isHandedOut }
            }
            guard shared.entries.count < Limits.eventLogFileCountMaximum else {
                throw ControlError(
                    .overloaded, "too many files are being made, try again shortly", headers: [("Retry-After", "10")])
            }
            shared.entries[order] = Entry(since: now, isCurrent: isCurrent)
            shared.queue.append(Work(order: order, node: node, logger: logger))
            defer { shared.isWorking = true }
            return !shared.isWorking
        }
        if mustWork {
            // Outlives the request on purpose: whoever asks again finds what was made meanwhile.
            Task { await work() }
        }
    }

    /// What became of the files. Once each of them is made or has failed they are handed out: who asks again gets them
    /// as they are then.
    func collect(_ orders: [Order]) -> [State] {
        shared.withLock { shared in
            let states = orders.map { shared.entries[$0]?.state ?? .making }
            if states.allSatisfy(\.isSettled) {
                orders.forEach { shared.entries[$0]?.isHandedOut = true }
            }
            return states
        }
    }

    /// Returns when all are settled, or after so long.
    func wait(for orders: [Order], atMost patience: Duration) async {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = shared.withLock { shared in
            shared.waiterCount += 1
            shared.waiters[shared.waiterCount] = continuation
            return shared.waiterCount
        }
        continuation.yield()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await _ in changes where areSettled(orders) { return }
            }
            group.addTask {
                // Ends early only when it is waited for no more.
                try? await Task.sleep(for: patience)
            }
            await group.next()
            group.cancelAll()
        }
        shared.withLock { $0.waiters[number] = nil }
    }

    private func areSettled(_ orders: [Order]) -> Bool {
        shared.withLock { shared in orders.allSatisfy { shared.entries[$0]?.state.isSettled ?? true } }
    }

    private func work() async {
        while let next = nextWork() {
            let state = await make(next)
            let waiters = shared.withLock { shared in
                shared.entries[next.order]?.state = state
                return Array(shared.waiters.values)
            }
            waiters.forEach { $0.yield() }
        }
    }

    private func nextWork() -> Work? {
        shared.withLock { shared in
            shared.isWorking = !shared.queue.isEmpty
            return shared.isWorking ? shared.queue.removeFirst() : nil
        }
    }

    private func make(_ work: Work) async -> State {
        let order = work.order
        do {
            let newest = try await store.scan(LogQuery(stream: order.stream, limit: 1)).records.first
            let lines = EventLogLines(
                name: order.name, stream: order.stream, form: order.form, last: newest?.sequence ?? 0, node: work.node,
                store: store)
            let byteCount = try await lines.byteCount()
            return .made(
                EventLogFile(
                    name: order.name, stream: order.stream, form: order.form, last: lines.last, byteCount: byteCount))
        } catch {
            work.logger.error(
                "a file of the slow or error log cannot be made",
                metadata: ["file": "\(order.name.text)", "error": "\(error)"])
            return .failed
        }
    }
}

extension EventLogExports.State {
    var isSettled: Bool {
        if case .making = self { false } else { true }
    }
}
