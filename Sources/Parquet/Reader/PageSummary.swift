/// What the page index says of one page, so that it need not be read to know whether it matters.
package struct PageSummary: Hashable, Sendable {
    /// Counted from the row group's first.
    package let rows: Range<Int>
    /// Whether the page has nulls alone.
    package let isNull: Bool
    /// `nil` when the writer did not count.
    package let nullCount: Int?
    /// No value is below this; `nil` when there is none, or when it means nothing here. NaN is left out.
    package let minimum: Scalar?
    /// No value is above this.
    package let maximum: Scalar?
}
