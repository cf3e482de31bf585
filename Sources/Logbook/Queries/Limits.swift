/// Bounds of what a question may ask for, so that no question takes the process down.
package enum QueryLimits {
    /// Bytes of an expression: far more than a person writes, little enough to be refused early.
    package static let expressionByteCount = 64 << 10
    /// Parentheses and negations inside each other; the tree is walked by functions that call themselves.
    package static let expressionDepth = 100
    /// Groups of a summary: more than anybody reads, and a sign that a field has too many values to group by.
    package static let groupCount = 10_000
    /// Values that all groups together may keep for quantiles and distinct counts: about 100 MB.
    package static let cellCount = 1_000_000
    /// Different values of which a quantile is exact; with more it is within `Histogram.relativeError`.
    package static let exactValueCount = 1_024
    /// Records that a scan takes from the store at a time.
    package static let chunkSize = 1_000
    /// Bytes of a cursor's text: a thousand nodes.
    package static let cursorByteCount = 64 << 10
}
