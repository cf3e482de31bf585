internal import Glibc

/// Where the time comes from. Everything that needs the time is handed one of these, so that a test can move it by
/// hand.
package struct TimeSource: Sendable {
    private let read: @Sendable () -> Timestamp

    package init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    package func now() -> Timestamp {
        read()
    }

    /// The clock of the machine (`CLOCK_REALTIME`); it may step backwards when the machine's time is set.
    package static let system = TimeSource {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
