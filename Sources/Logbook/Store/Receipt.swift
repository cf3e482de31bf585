/// What an append returns: where the records stand, and whether they would survive a power cut by now.
package struct Receipt: Hashable, Sendable {
    package let stream: Stream
    package let sequences: ClosedRange<UInt64>
    package let isDurable: Bool

    package init(stream: Stream, sequences: ClosedRange<UInt64>, isDurable: Bool) {
        self.stream = stream
        self.sequences = sequences
        self.isDurable = isDurable
    }
}

/// When the records of an append have to be safe.
package enum Durability: Sendable, CaseIterable {
    /// The append returns when the records are on disk.
    case strict
    /// The append returns at once; the records reach the disk with the next group commit.
    case relaxed
}
