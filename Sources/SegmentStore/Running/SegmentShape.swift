/// How the rows of a segment file are divided. Tests take small numbers, so that little data
/// has many blocks and pages.
package struct SegmentShape: Hashable, Sendable {
    /// Rows of a block, at most.
    package var blockRowCount: Int
    /// Encoded bytes of records after which a block ends.
    package var blockByteCount: Int
    /// Rows of a page, at most.
    package var pageRowCount: Int
    /// Encoded bytes of records whose columns share pages, roughly.
    package var pageByteCount: Int

    /// The shape of real use.
    package static let standard = SegmentShape(
        blockRowCount: Limits.blockRowCount, blockByteCount: Limits.blockByteCount,
        pageRowCount: Limits.pageRecordCount, pageByteCount: Limits.pageByteCount)

    package init(blockRowCount: Int, blockByteCount: Int, pageRowCount: Int, pageByteCount: Int) {
        precondition(blockRowCount > 0 && blockByteCount > 0 && pageRowCount > 0 && pageByteCount > 0)
        self.blockRowCount = blockRowCount
        self.blockByteCount = blockByteCount
        self.pageRowCount = pageRowCount
        self.pageByteCount = pageByteCount
    }
}
