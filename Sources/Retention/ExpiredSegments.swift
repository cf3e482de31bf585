package import Logbook

/// Which segments of a source its limits do not cover any more, and on which account.
package struct ExpiredSegments: Hashable, Sendable {
    /// Their latest record is older than the days.
    package private(set) var byAge: [Segment.ID] = []
    /// The oldest of their stream, as many as it takes for the rest to fit in the bytes.
    package private(set) var bySize: [Segment.ID] = []

    /// - Parameter segments: sealed segments, in any order, of any streams. Each stream is judged by itself.
    package init(of segments: [Segment], limits: RetentionLimits, now: Timestamp) {
        let oldest = limits.days.map { now.advanced(by: .seconds(-86_400 * $0)) }
        for (_, segments) in Dictionary(grouping: segments, by: \.stream).sorted(by: { $0.key < $1.key }) {
            var byteCount = 0
            var isOver = false
            for segment in segments.sorted(by: { $0.sequences.lowerBound > $1.sequences.lowerBound }) {
                if let oldest, segment.times.upperBound < oldest {
                    byAge.append(segment.id)
                    continue
                }
                let (sum, overflow) = byteCount.addingReportingOverflow(segment.fileByteCount)
                byteCount = overflow ? .max : sum
                isOver = isOver || byteCount > limits.bytes ?? .max
                if isOver {
                    bySize.append(segment.id)
                }
            }
        }
    }
}
