internal import Logbook

/// What the entries of a manifest amount to.
struct ManifestContents: Hashable {
    struct StreamFacts: Hashable {
        var stream: Stream
        var sealedThrough: UInt64
        var lastClosedMilliseconds: Int64
        /// Segments that are there, by their closing time; which is also their order.
        var segments: [Int64: SegmentFacts] = [:]
        /// Segments that were deleted, by their closing time.
        var deletions: [Int64: DeletionFacts] = [:]
    }

    var streams: [UInt32: StreamFacts] = [:]
    var journalStart: UInt64 = 0
    /// Where the journal ended when the store was closed; `nil` when it was not.
    var closed: FileEnd?

    /// - Throws: `LogStoreError` with `corruption` when the entry contradicts those before it.
    mutating func apply(_ entry: ManifestEntry) throws {
        switch entry {
        case .stream(let number, let stream, let sealedThrough, let lastClosedMilliseconds):
            guard streams[number] == nil else { throw Self.contradiction("stream \(number) is named twice") }
            streams[number] = StreamFacts(
                stream: stream, sealedThrough: sealedThrough, lastClosedMilliseconds: lastClosedMilliseconds)
        case .added(let number, let closedMilliseconds, let segment):
            guard var facts = streams[number], facts.segments[closedMilliseconds] == nil else {
                throw Self.contradiction("segment \(closedMilliseconds) of stream \(number) cannot be added")
            }
            facts.segments[closedMilliseconds] = segment
            facts.sealedThrough = max(facts.sealedThrough, segment.extent.lastSequence)
            facts.lastClosedMilliseconds = max(facts.lastClosedMilliseconds, closedMilliseconds)
            streams[number] = facts
        case .deleted(let number, let deletion):
            try apply(deletion, number: number)
        case .journalStart(let number):
            journalStart = max(journalStart, number)
        case .closed(let journal):
            closed = journal
        }
    }

    /// A deletion takes a segment away; in a manifest that was written anew its segment is not named any more.
    private mutating func apply(_ deletion: DeletionFacts, number: UInt32) throws {
        let closing = deletion.closedMilliseconds
        guard var facts = streams[number], closing <= facts.lastClosedMilliseconds, facts.deletions[closing] == nil,
            deletion.segment.extent.lastSequence <= facts.sealedThrough,
            facts.segments[closing].map({ $0 == deletion.segment }) ?? true
        else { throw Self.contradiction("segment \(closing) of stream \(number) cannot be deleted") }
        facts.segments[closing] = nil
        facts.deletions[closing] = deletion
        streams[number] = facts
    }

    private static func contradiction(_ what: String) -> LogStoreError {
        LogStoreError(.corruption, "manifest contradicts itself: \(what)")
    }
}

extension ManifestContents.StreamFacts {
    /// The deletions in the order in which they were made, as far as the clock told.
    var orderedDeletions: [Deletion] {
        deletions.values
            .sorted { ($0.time, $0.closedMilliseconds) < ($1.time, $1.closedMilliseconds) }
            .map { $0.deletion(of: stream) }
    }
}
