/// A point in time: whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Every record carries one; the two cloud APIs show it in milliseconds or in seconds.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(milliseconds: Int64) {
        self.microseconds = milliseconds * 1_000
    }

    package init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    /// Milliseconds since 1970, rounded towards the past.
    package var milliseconds: Int64 {
        microseconds.flooredQuotient(dividingBy: 1_000)
    }

    /// Seconds since 1970, rounded towards the past.
    package var seconds: Int64 {
        microseconds.flooredQuotient(dividingBy: 1_000_000)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        return Timestamp(microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(dividingBy divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
