import DaybookTesting
import Logbook
import Logging
import Testing

@testable import SegmentStore

@Suite struct SegmentIndexTests {
    /// Two nodes, a file each hour of each: 100,000 files, the times of which overlap a little.
    private func index() throws -> SegmentIndex {
        let root = try #require(Fingerprint([UInt8](repeating: 7, count: Fingerprint.byteCount)))
        let fileSystem = CrashingFileSystem(seed: 1)
        let cache = SegmentReaderCache()
        let logger = Logger.silent
        let handles = (0..<100_000).map { number -> SegmentHandle in
            let hour = Int64(number / 2)
            let stream = Stream.audit(project: "p", instance: "i", node: "node\(number % 2)")
            let start = Timestamp(seconds: 3_600 * hour)
            let segment = Segment(
                id: .init(stream: stream, closedMilliseconds: 3_600_000 * (hour + 1)),
                sequences: UInt64(hour * 10 + 1)...UInt64(hour * 10 + 10),
                times: start...start.advanced(by: .seconds(3_605)), textByteCount: 1_000, fileByteCount: 100,
                root: root, fileFingerprint: root)
            return SegmentHandle(
                segment: segment, path: "", streamIndex: number % 2, fileSystem: fileSystem, cache: cache,
                logger: logger)
        }
        var index = SegmentIndex()
        index.fill(handles.shuffled())
        return index
    }

    @Test func `totals over a hundred thousand files are exact, and every page is`() throws {
        let index = try index()
        let all = StreamSelection(kind: .audit)
        let clock = ContinuousClock()
        var slowest = Duration.zero
        func list(_ query: SegmentQuery, _ isSelected: [Bool] = [true, true]) -> ([Segment], Int) {
            var answer: (segments: [Segment], totalCount: Int) = ([], 0)
            slowest = max(slowest, clock.measure { answer = index.list(query, isSelected: isSelected) })
            return answer
        }
        #expect(list(SegmentQuery(streams: all, limit: 100)).1 == 100_000)
        #expect(list(SegmentQuery(streams: all, offset: 99_950, limit: 100)).0.count == 50)
        #expect(list(SegmentQuery(streams: all, offset: 200_000, limit: 100)) == ([], 100_000))
        #expect(list(SegmentQuery(streams: all, limit: 100), [true, false]).1 == 50_000)
        // Thirty days from an hour on: its own files, those that reach into it, and the one that begins at its end.
        let start = Timestamp(seconds: 3_600 * 20_000)
        let window = start...start.advanced(by: .seconds(30 * 86_400))
        let (page, total) = list(SegmentQuery(streams: all, overlapping: window, offset: 1_400, limit: 100))
        #expect(total == 2 * (720 + 2))
        #expect(page.count == 44)
        #expect(page.last.map { $0.times.upperBound } == start.advanced(by: .seconds(5)))
        print("a list over 100,000 files took at most \(slowest)")
    }
}
