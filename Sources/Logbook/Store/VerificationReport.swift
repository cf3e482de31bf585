/// What `verify` found.
package struct VerificationReport: Hashable, Sendable {
    package var streamCount: Int
    package var segmentCount: Int
    package var recordCount: Int
    /// The logs of the projects, by project; empty for a store that keeps none.
    package var projectLogs: [ProjectLogSummary] = []
    /// The first thing wrong, in words that name file and offset; `nil` when all is well.
    package var firstProblem: String?

    package init(streamCount: Int, segmentCount: Int, recordCount: Int, firstProblem: String? = nil) {
        self.streamCount = streamCount
        self.segmentCount = segmentCount
        self.recordCount = recordCount
        self.firstProblem = firstProblem
    }
}

/// What a project's log has come to.
package struct ProjectLogSummary: Hashable, Sendable {
    package let project: String
    package let entryCount: Int
    package let root: Fingerprint

    package init(project: String, entryCount: Int, root: Fingerprint) {
        self.project = project
        self.entryCount = entryCount
        self.root = root
    }
}

/// How far a verification is.
package struct VerificationProgress: Hashable, Sendable {
    /// Bytes of segment files that were read.
    package var byteCount: Int
    package var totalByteCount: Int

    package init(byteCount: Int, totalByteCount: Int) {
        self.byteCount = byteCount
        self.totalByteCount = totalByteCount
    }
}
