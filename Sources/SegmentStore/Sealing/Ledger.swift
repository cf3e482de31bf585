internal import Logbook

/// The manifest with what belongs to writing it.
struct Ledger {
    var manifest: Manifest
    /// The number for the next stream that gets its first segment; one that was tried is not used again.
    var nextStreamNumber: UInt32
    var journalStart: UInt64
    /// Files of changes that failed. The manifest on disk may name them until it is written anew.
    var abandonedPaths: [String] = []

    mutating func takeStreamNumber() -> UInt32 {
        defer { nextStreamNumber += 1 }
        return nextStreamNumber
    }
}

extension StoreState {
    /// The manifest that says what this state says.
    func manifestEntries(journalStart: UInt64) -> [ManifestEntry] {
        var entries: [ManifestEntry] = [.journalStart(journalStart)]
        for stream in streams {
            guard let number = stream.number else { continue }
            entries.append(
                .stream(
                    number: number, stream.stream, sealedThrough: stream.sealedThrough,
                    lastClosedMilliseconds: stream.lastClosedMilliseconds))
            for handle in stream.segments {
                entries.append(
                    .added(
                        number: number, closedMilliseconds: handle.segment.id.closedMilliseconds,
                        SegmentFacts(handle.segment)))
            }
            entries += stream.deletions.map { .deleted(number: number, DeletionFacts($0)) }
        }
        return entries
    }
}
