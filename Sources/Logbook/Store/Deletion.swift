/// The record of one segment's deletion. It lasts as long as the store.
package struct Deletion: Hashable, Sendable {
    /// The segment as it was.
    package let segment: Segment
    /// When it was deleted, by the clock of the store.
    package let time: Timestamp
    package let reason: PruneReason

    package init(segment: Segment, time: Timestamp, reason: PruneReason) {
        self.segment = segment
        self.time = time
        self.reason = reason
    }
}

/// Which deletions to list: the newest first, those of one moment by stream, then the segment that was closed last.
package struct DeletionQuery: Hashable, Sendable {
    package var streams: StreamSelection
    package var offset: Int
    package var limit: Int

    package init(streams: StreamSelection, offset: Int = 0, limit: Int = .max) {
        precondition(offset >= 0 && limit >= 0)
        self.streams = streams
        self.offset = offset
        self.limit = limit
    }
}

package struct DeletionPage: Hashable, Sendable {
    package var deletions: [Deletion]
    /// Deletions that match, on this page or not.
    package var totalCount: Int

    package init(deletions: [Deletion], totalCount: Int) {
        self.deletions = deletions
        self.totalCount = totalCount
    }
}

extension DeletionPage {
    /// The page that a query asks for, of all deletions of the streams that it selects.
    package init(_ query: DeletionQuery, of selected: [Deletion]) {
        let ordered = selected.sorted { left, right in
            if left.time != right.time {
                return left.time > right.time
            }
            if left.segment.stream != right.segment.stream {
                return left.segment.stream < right.segment.stream
            }
            return left.segment.id.closedMilliseconds > right.segment.id.closedMilliseconds
        }
        self.init(deletions: Array(ordered.dropFirst(query.offset).prefix(query.limit)), totalCount: selected.count)
    }
}
