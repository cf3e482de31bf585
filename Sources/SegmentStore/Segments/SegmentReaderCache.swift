internal import Logbook
internal import Synchronization

/// The readers that were used last, so that a question does not open and check its files anew.
final class SegmentReaderCache: Sendable {
    private struct Entry {
        var reader: SegmentReader
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Segment.ID: Entry] = [:]
        var useCount: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The reader of a segment; made when it is not there. Two who ask at once may both make one.
    func reader(of id: Segment.ID, make: () throws -> SegmentReader) throws -> SegmentReader {
        let known = state.withLock { state -> SegmentReader? in
            state.useCount += 1
            state.entries[id]?.lastUse = state.useCount
            return state.entries[id]?.reader
        }
        if let known {
            return known
        }
        let reader = try make()
        state.withLock { state in
            if state.entries.count >= Limits.openReaderCount,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
            state.entries[id] = Entry(reader: reader, lastUse: state.useCount)
        }
        return reader
    }

    /// Lets go of the reader of a segment that is gone.
    func remove(_ id: Segment.ID) {
        state.withLock { $0.entries[id] = nil }
    }
}
