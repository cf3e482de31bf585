import DequeModule
import Logbook
import Synchronization

/// Which query opened which cursor, so that every further batch can say where it belongs.
///
/// Shared by the connections of a node: drivers fetch the next batch on any of them. Holds the newest cursors; one that
/// was never read to its end leaves when there are too many.
final class CursorRegistry: Sendable {
    /// The query, as its own event names it.
    struct Query: Hashable, Sendable {
        var connectionID: UInt64
        var requestID: Int32
    }

    private struct State {
        var queries: [Int64: Query] = [:]
        /// In the order in which they were opened, closed ones included until they are passed.
        var order: Deque<Int64> = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    func query(of cursor: Int64) -> Query? {
        state.withLock { $0.queries[cursor] }
    }

    func open(_ cursor: Int64, by query: Query) {
        state.withLock { state in
            guard state.queries.updateValue(query, forKey: cursor) == nil else { return }
            state.order.append(cursor)
            while state.order.count > capacity, let oldest = state.order.popFirst() {
                state.queries[oldest] = nil
            }
        }
    }

    func close(_ cursor: Int64) {
        state.withLock { $0.queries[cursor] = nil }
    }
}
