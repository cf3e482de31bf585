/// The number of one call: a snowflake that carries the time of arrival.
///
/// Bits from the top: 0, milliseconds since 2015-01-01T00:00:00+08:00 (41), node (10), sequence (12).
/// `(rawValue >> 22) + 1420041600000` is the access time of the call in milliseconds since 1970.
package struct RequestID: Hashable, Sendable {
    /// 2015-01-01T00:00:00+08:00 in milliseconds since 1970.
    package static let epochMilliseconds: Int64 = 1_420_041_600_000
    package static let nodeCount: Int64 = 1 << 10
    package static let sequenceCount: Int64 = 1 << 12

    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(milliseconds: Int64, node: Int64, sequence: Int64) {
        precondition(node >= 0 && node < Self.nodeCount)
        precondition(sequence >= 0 && sequence < Self.sequenceCount)
        self.rawValue = (milliseconds - Self.epochMilliseconds) << 22 | node << 12 | sequence
    }

    package var time: Timestamp {
        Timestamp(milliseconds: (rawValue >> 22) + Self.epochMilliseconds)
    }
}

extension RequestID: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
