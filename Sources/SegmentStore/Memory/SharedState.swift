internal import Synchronization

/// The state of a store, for all who work on it.
final class SharedState: Sendable {
    private let mutex: Mutex<StoreState>

    init(_ state: StoreState) {
        mutex = Mutex(state)
    }

    /// No input, output or waiting inside.
    func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout StoreState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try mutex.withLock { (state) throws(Failure) in try body(&state) }
    }
}
