/// Equal spans of time that records are grouped by.
///
/// They begin at midnight on a clock with the offset and are counted from its 1970-01-01, so a span that divides the
/// day begins with each day.
package struct TimeBucket: Hashable, Sendable {
    package let seconds: Int64
    package let offset: UTCOffset

    /// - Parameter seconds: 1 to 366 days.
    package init?(seconds: Int64, offset: UTCOffset = .zero) {
        guard (1...366 * 86_400).contains(seconds) else { return nil }
        self.seconds = seconds
        self.offset = offset
    }

    /// When the bucket begins that the time is in; no earlier than the first time there is.
    package func start(of time: Timestamp) -> Timestamp {
        let local = time.seconds + Int64(offset.seconds)
        let remainder = local % seconds
        let start = local - (remainder < 0 ? remainder + seconds : remainder) - Int64(offset.seconds)
        let (microseconds, overflow) = start.multipliedReportingOverflow(by: 1_000_000)
        return Timestamp(microseconds: overflow ? .min : microseconds)
    }
}
