import DaybookTesting
import Logbook
import Retention
import Testing

struct ExpiredSegmentsTests {
    private static let day: Int64 = 86_400
    private let now = Timestamp(seconds: 1_000 * day)
    private let stream = Stream.access(project: "p", cluster: "c")

    /// - Parameter days: how many days ago the latest record was.
    private func segment(
        _ number: Int, of stream: Stream? = nil, days: Int64 = 0, fileByteCount: Int = 10
    ) throws -> Segment {
        let fingerprint = try #require(Fingerprint(repeatElement(0, count: Fingerprint.byteCount)))
        let end = Timestamp(seconds: now.seconds - days * Self.day)
        return Segment(
            id: Segment.ID(stream: stream ?? self.stream, closedMilliseconds: Int64(number)),
            sequences: UInt64(number * 10 + 1)...UInt64(number * 10 + 10),
            times: Timestamp(seconds: end.seconds - 100)...end, textByteCount: 1_000, fileByteCount: fileByteCount,
            root: fingerprint, fileFingerprint: fingerprint)
    }

    @Test
    func `without bounds nothing goes`() throws {
        let segments = try (0..<5).map { try segment($0, days: 999, fileByteCount: .max) }
        #expect(
            ExpiredSegments(of: segments, limits: .none, now: now) == ExpiredSegments(of: [], limits: .none, now: now))
    }

    @Test
    func `a segment goes when its latest record is older than the days, not a microsecond before`() throws {
        let limits = RetentionLimits(days: 30)
        let segments = try [segment(0, days: 31), segment(1, days: 30), segment(2, days: 29)]
        let exact = ExpiredSegments(of: segments, limits: limits, now: now)
        #expect(exact.byAge == [segments[0].id])
        let later = ExpiredSegments(of: segments, limits: limits, now: Timestamp(microseconds: now.microseconds + 1))
        #expect(Set(later.byAge) == [segments[0].id, segments[1].id])
        #expect(later.bySize == [])
    }

    /// The oldest takes 25, the next 20, the newest 30.
    @Test(arguments: [(1, 3), (29, 3), (30, 2), (49, 2), (50, 1), (74, 1), (75, 0), (Int.max, 0)])
    func `the oldest go until the rest fits in the bytes`(bytes: Int, expiredCount: Int) throws {
        let segments = try [25, 20, 30].enumerated().map { try segment($0.offset, fileByteCount: $0.element) }
        let expired = ExpiredSegments(of: segments.shuffled(), limits: RetentionLimits(bytes: bytes), now: now)
        #expect(Set(expired.bySize) == Set(segments.prefix(expiredCount).map(\.id)))
        #expect(expired.byAge == [])
    }

    @Test
    func `each stream is judged by itself, and what went by age takes no room`() throws {
        let nodes = ["a", "节点"].map { Stream.audit(project: "p", instance: "i", node: $0) }
        var segments = try nodes.flatMap { node in try (0..<3).map { try segment($0, of: node, fileByteCount: 10) } }
        segments.append(try segment(9, of: nodes[0], days: 40, fileByteCount: 1_000))
        let expired = ExpiredSegments(of: segments, limits: RetentionLimits(days: 30, bytes: 20), now: now)
        #expect(expired.byAge == [segments[6].id])
        #expect(Set(expired.bySize) == [segments[0].id, segments[3].id])
    }

    @Test
    func `sizes that no number holds are no trap`() throws {
        let segments = try (0..<3).map { try segment($0, fileByteCount: .max) }
        let expired = ExpiredSegments(of: segments, limits: RetentionLimits(bytes: Int.max - 1), now: now)
        #expect(expired.bySize.count == 3)
    }
}
