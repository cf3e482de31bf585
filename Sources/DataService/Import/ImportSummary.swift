internal import Logbook

/// What became of the lines of an import.
package struct ImportSummary: Hashable, Sendable {
    /// Records that the store has taken.
    package private(set) var acceptedCount = 0
    /// Lines that are no access records.
    package internal(set) var rejectedCount = 0
    /// The first of these lines, at most `Limits.importProblemCountMaximum`.
    package internal(set) var problems: [ImportProblem] = []
    /// From the first record's sequence number to the last one's. Records that others appended meanwhile lie between.
    package private(set) var sequences: ClosedRange<UInt64>?
    /// Whether every accepted record would survive a power cut.
    package private(set) var isDurable = true
    /// Whether a bad line ended the import, so that lines behind it were not read.
    package internal(set) var hasStopped = false

    package init() {}

    mutating func add(_ receipt: Receipt) {
        acceptedCount += receipt.sequences.count
        sequences = (sequences?.lowerBound ?? receipt.sequences.lowerBound)...receipt.sequences.upperBound
        isDurable = isDurable && receipt.isDurable
    }

    /// One object: `accepted`, `rejected`, `first_sequence` and `last_sequence` (null when nothing was accepted),
    /// `durable`, `stopped`, and `errors`.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("accepted")
        writer.integer(Int64(acceptedCount))
        writer.name("rejected")
        writer.integer(Int64(rejectedCount))
        writer.name("first_sequence")
        write(sequences?.lowerBound, to: &writer)
        writer.name("last_sequence")
        write(sequences?.upperBound, to: &writer)
        writer.name("durable")
        writer.boolean(isDurable)
        writer.name("stopped")
        writer.boolean(hasStopped)
        writer.name("errors")
        writer.beginArray()
        for problem in problems {
            problem.write(to: &writer)
        }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ sequence: UInt64?, to writer: inout JSONWriter) {
        if let sequence {
            writer.integer(Int64(clamping: sequence))
        } else {
            writer.null()
        }
    }
}
