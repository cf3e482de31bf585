internal import Logbook

/// What the entries of a manifest amount to.
struct ManifestContents: Hashable {
    struct StreamFacts: Hashable {
        var stream: Stream
        var sealedThrough: UInt64
        var lastClosedMilliseconds: Int64
        /// Segments that are there, by their closing time; which is also their order.
        var segments: [Int64: SegmentFacts] = [:]
    }

    struct SegmentFacts: Hashable {
        var extent: RecordExtent
        var fileByteCount: Int
    }

    var streams: [UInt32: StreamFacts] = [:]
    var journalStart: UInt64 = 0

    /// - Throws: `LogStoreError` with `corruption` when the entry contradicts those before it.
    mutating func apply(_ entry: ManifestEntry) throws {
        switch entry {
        case .stream(let number, let stream, let sealedThrough, let lastClosedMilliseconds):
            guard streams[number] == nil else { throw Self.contradiction("stream \(number) is named twice") }
            streams[number] = StreamFacts(
                stream: stream, sealedThrough: sealedThrough, lastClosedMilliseconds: lastClosedMilliseconds)
        case .added(let number, let closedMilliseconds, let extent, let fileByteCount):
            guard var facts = streams[number], facts.segments[closedMilliseconds] == nil else {
                throw Self.contradiction("segment \(closedMilliseconds) of stream \(number) cannot be added")
            }
            facts.segments[closedMilliseconds] = SegmentFacts(extent: extent, fileByteCount: fileByteCount)
            facts.sealedThrough = max(facts.sealedThrough, extent.lastSequence)
            facts.lastClosedMilliseconds = max(facts.lastClosedMilliseconds, closedMilliseconds)
            streams[number] = facts
        case .pruned(let number, let closedMilliseconds):
            guard streams[number]?.segments.removeValue(forKey: closedMilliseconds) != nil else {
                throw Self.contradiction("segment \(closedMilliseconds) of stream \(number) cannot be pruned")
            }
        case .journalStart(let number):
            journalStart = max(journalStart, number)
        }
    }

    private static func contradiction(_ what: String) -> LogStoreError {
        LogStoreError(.corruption, "manifest contradicts itself: \(what)")
    }
}
