/// Which sealed segments to list: newest end first, then by the time they were closed, then by stream.
package struct SegmentQuery: Hashable, Sendable {
    package var streams: StreamSelection
    /// Segments with a record in this time span, both ends included; `nil` for all.
    package var overlapping: ClosedRange<Timestamp>?
    package var offset: Int
    package var limit: Int

    package init(
        streams: StreamSelection, overlapping: ClosedRange<Timestamp>? = nil, offset: Int = 0, limit: Int = .max
    ) {
        precondition(offset >= 0 && limit >= 0)
        self.streams = streams
        self.overlapping = overlapping
        self.offset = offset
        self.limit = limit
    }
}

package struct SegmentPage: Hashable, Sendable {
    package var segments: [Segment]
    /// Segments that match, on this page or not.
    package var totalCount: Int
    /// Text bytes of all sealed segments of the selected streams, whatever their time.
    package var totalTextByteCount: Int

    package init(segments: [Segment], totalCount: Int, totalTextByteCount: Int) {
        self.segments = segments
        self.totalCount = totalCount
        self.totalTextByteCount = totalTextByteCount
    }
}
