internal import Logbook
internal import Synchronization

/// The segments that were used last, so that a question does not open and check its files anew.
final class SegmentReaderCache: Sendable {
    private struct Entry {
        var segment: OpenSegment
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Segment.ID: Entry] = [:]
        var useCount: UInt64 = 0
    }

    private let state = Mutex(State())
    /// Shared by the segments.
    let templates = TemplatePool()

    /// An open segment; opened when it is not there. Two who ask at once may both open it.
    func segment(of id: Segment.ID, make: () throws -> OpenSegment) throws -> OpenSegment {
        let known = state.withLock { state -> OpenSegment? in
            state.useCount += 1
            state.entries[id]?.lastUse = state.useCount
            return state.entries[id]?.segment
        }
        if let known {
            return known
        }
        let segment = try make()
        state.withLock { state in
            if state.entries.count >= Limits.openReaderCount,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
            state.entries[id] = Entry(segment: segment, lastUse: state.useCount)
        }
        return segment
    }

    /// Lets go of a segment that is gone.
    func remove(_ id: Segment.ID) {
        state.withLock { $0.entries[id] = nil }
    }
}
