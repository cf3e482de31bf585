internal import Logbook
internal import Synchronization

/// The segments that were used last, so that a question does not open and check its files anew.
final class SegmentReaderCache: Sendable {
    private struct Entry {
        var segment: OpenSegment
        var lastUse: UInt64
    }

    private struct Key: Hashable {
        let id: Segment.ID

        /// Few segments are closed in one millisecond, so that the texts of the stream need not be gone through.
        func hash(into hasher: inout Hasher) { hasher.combine(id.closedMilliseconds) }
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var useCount: UInt64 = 0
    }

    private let state = Mutex(State())
    /// Shared by the segments.
    private let templates = TemplatePool()
    private let pages: PageCache

    init(pages: PageCache = PageCache()) {
        self.pages = pages
    }

    /// A segment that is open; `nil` when it is not there.
    func segment(of id: Segment.ID) -> OpenSegment? {
        state.withLock { state in
            guard let index = state.entries.index(forKey: Key(id: id)) else { return nil }
            state.useCount += 1
            state.entries.values[index].lastUse = state.useCount
            return state.entries.values[index].segment
        }
    }

    /// An open segment; opened when it is not there. Two who ask at once may both open it.
    func segment(of id: Segment.ID, open: () throws -> SegmentReader) throws -> OpenSegment {
        if let known = segment(of: id) { return known }
        let segment = OpenSegment(try open(), templates: templates, cache: pages)
        // Freed when the lock is.
        let oldest = state.withLock { state -> OpenSegment? in
            var removed: OpenSegment?
            if state.entries.count >= Limits.openReaderCount,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                removed = state.entries.removeValue(forKey: oldest.key)?.segment
            }
            state.entries[Key(id: id)] = Entry(segment: segment, lastUse: state.useCount)
            return removed
        }
        _ = oldest
        return segment
    }

    /// Lets go of a segment that is gone.
    func remove(_ id: Segment.ID) {
        _ = state.withLock { $0.entries.removeValue(forKey: Key(id: id)) }
    }
}
