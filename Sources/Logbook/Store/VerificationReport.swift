/// What `verify` found.
package struct VerificationReport: Hashable, Sendable {
    package var streamCount: Int
    package var segmentCount: Int
    package var recordCount: Int
    /// The first thing wrong, in words that name file and offset; `nil` when all is well.
    package var firstProblem: String?

    package init(streamCount: Int, segmentCount: Int, recordCount: Int, firstProblem: String? = nil) {
        self.streamCount = streamCount
        self.segmentCount = segmentCount
        self.recordCount = recordCount
        self.firstProblem = firstProblem
    }
}
