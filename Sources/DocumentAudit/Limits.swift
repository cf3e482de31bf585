/// Every bound of document audit, and its reason.
enum Limits {
    /// Bad lines of a batch that its answer names.
    static let collectedProblemCountMaximum = 100
    /// Bad lines that the record of a batch names.
    static let recordedProblemCountMaximum = 10
}
