package import Logbook
internal import Synchronization

/// A clock that stands still until it is moved by hand.
package final class TestClock: Sendable {
    private let current: Mutex<Timestamp>

    /// - Parameter start: 2026-01-02T03:04:05.678Z when nothing else is said.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_767_323_045_678)) {
        current = Mutex(start)
    }

    package var now: Timestamp {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    package func advance(by duration: Duration) {
        current.withLock { $0 = $0.advanced(by: duration) }
    }

    package var timeSource: TimeSource {
        TimeSource { self.now }
    }
}
