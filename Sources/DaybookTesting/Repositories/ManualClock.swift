package import Logbook
internal import Synchronization

/// A clock that moves when the test says so.
package final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    package init(_ start: Timestamp) {
        moment = Mutex(start)
    }

    package var now: Timestamp {
        moment.withLock { $0 }
    }

    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }

    package var source: TimeSource {
        TimeSource { self.now }
    }
}
