internal import Synchronization

/// Hands out a fixed number of elements, first come, first served, to a bounded number of waiting tasks.
final class ConnectionPool<Element: Sendable>: Sendable {
    private typealias Waiter = (id: UInt64, continuation: CheckedContinuation<Element, any Error>)

    private struct State {
        var idle: [Element]
        var waiters: [Waiter] = []
        var lastID: UInt64 = 0
        var isClosed = false
    }

    private let waiterCountMaximum: Int
    private let state: Mutex<State>

    init(_ elements: [Element], waiterCountMaximum: Int) {
        self.waiterCountMaximum = waiterCountMaximum
        self.state = Mutex(State(idle: elements))
    }

    /// Takes an element; whoever takes one gives it back with `release`.
    ///
    /// - Throws: `SQLSourceError` with `timeout`, `overloaded` or `unavailable`, or `CancellationError`.
    func acquire(until deadline: ContinuousClock.Instant) async throws -> Element {
        let idle = try state.withLock { state throws(SQLSourceError) -> Element? in
            guard !state.isClosed else { throw Self.closed }
            return state.idle.popLast()
        }
        if let idle { return idle }
        // Only who has to wait pays for a timer.
        return try await withThrowingTaskGroup(of: Element?.self) { group in
            group.addTask { try await self.wait() }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            if let element = try await group.next() ?? nil {
                return element
            }
            group.cancelAll()
            // The element may have come in the very moment in which the time was up.
            while let result = await group.nextResult() {
                if case .success(let element?) = result { release(element) }
            }
            throw SQLSourceError(.timeout, "no connection became free in time, try again later")
        }
    }

    func release(_ element: Element) {
        let waiter = state.withLock { state -> Waiter? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.idle.append(element)
            return nil
        }
        waiter?.continuation.resume(returning: element)
    }

    /// Refuses who waits and who comes. Elements that are out come back as usual.
    ///
    /// - Returns: the idle elements.
    func close() -> [Element] {
        let (idle, waiters) = state.withLock { state in
            defer {
                state.isClosed = true
                state.idle = []
                state.waiters = []
            }
            return (state.idle, state.waiters)
        }
        for waiter in waiters {
            waiter.continuation.resume(throwing: Self.closed)
        }
        return idle
    }

    var waiterCount: Int {
        state.withLock { $0.waiters.count }
    }

    var isClosed: Bool {
        state.withLock { $0.isClosed }
    }

    private func wait() async throws -> Element {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state in enqueue((id, continuation), in: &state) }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// - Returns: what the waiter gets at once; `nil` when it waits.
    private func enqueue(_ waiter: Waiter, in state: inout State) -> Result<Element, any Error>? {
        // A cancellation from here on finds the waiter in the list, as its handler takes the lock too.
        if Task.isCancelled { return .failure(CancellationError()) }
        if state.isClosed { return .failure(Self.closed) }
        if let element = state.idle.popLast() { return .success(element) }
        guard state.waiters.count < waiterCountMaximum else {
            return .failure(SQLSourceError(.overloaded, "too many statements wait for the database, try again shortly"))
        }
        state.waiters.append(waiter)
        return nil
    }

    private static var closed: SQLSourceError {
        SQLSourceError(.unavailable, "the connection is closed, it was changed or removed")
    }
}
