internal import Logbook

/// All sealed segments of the store in the order of a listing, kept in memory so that a listing opens no file.
struct SegmentIndex: Sendable {
    /// Oldest end first: the other way round than listings, because new segments come at the end.
    private(set) var handles: [SegmentHandle] = []

    mutating func insert(_ handle: SegmentHandle) {
        var low = 0
        var high = handles.count
        // Most segments are the newest; look there first.
        if let last = handles.last, Self.isListed(handle.segment, before: last.segment) {
            low = high
        }
        while low < high {
            let middle = (low + high) / 2
            if Self.isListed(handle.segment, before: handles[middle].segment) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        handles.insert(handle, at: low)
    }

    /// Takes all of a store that is being opened.
    mutating func fill(_ handles: [SegmentHandle]) {
        self.handles = handles.sorted { Self.isListed($1.segment, before: $0.segment) }
    }

    mutating func remove(_ ids: Set<Segment.ID>) {
        handles.removeAll { ids.contains($0.segment.id) }
    }

    /// - Parameter isSelected: whether the stream at an index of the state is asked for.
    func list(_ query: SegmentQuery, isSelected: [Bool]) -> (segments: [Segment], totalCount: Int) {
        var segments: [Segment] = []
        var totalCount = 0
        for handle in handles.reversed() where isSelected[handle.streamIndex] {
            if let span = query.overlapping, !span.overlaps(handle.segment.times) {
                continue
            }
            if totalCount >= query.offset && segments.count < query.limit {
                segments.append(handle.segment)
            }
            totalCount += 1
        }
        return (segments, totalCount)
    }

    /// Newest end first, then the one that was closed last, then by stream.
    private static func isListed(_ left: Segment, before right: Segment) -> Bool {
        if left.times.upperBound != right.times.upperBound {
            return left.times.upperBound > right.times.upperBound
        }
        if left.id.closedMilliseconds != right.id.closedMilliseconds {
            return left.id.closedMilliseconds > right.id.closedMilliseconds
        }
        return left.stream < right.stream
    }
}
