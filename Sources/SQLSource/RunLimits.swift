/// How much one run may take.
package struct RunLimits: Hashable, Sendable {
    /// From the call of `run`, waiting included.
    package var time: Duration
    package var rowCount: Int
    /// Of all values together.
    package var byteCount: Int

    package init(time: Duration, rowCount: Int, byteCount: Int) {
        self.time = time
        self.rowCount = rowCount
        self.byteCount = byteCount
    }
}
