package import Logbook

/// What shows, without the store, that a record is the one that was recorded: its bytes, the way up to its segment's
/// root, the entry of the project's log that has this root, and the way from there up to a signed checkpoint.
package struct RecordProof: Sendable {
    package let stream: Stream
    package let sequence: UInt64
    /// The record in its canonical form.
    package let record: [UInt8]
    package let inSegment: InclusionProof
    /// The entry in its canonical form.
    package let entry: [UInt8]
    package let inLog: InclusionProof
    package let checkpoint: SignedNote

    package init(
        stream: Stream, sequence: UInt64, record: [UInt8], inSegment: InclusionProof, entry: [UInt8],
        inLog: InclusionProof, checkpoint: SignedNote
    ) {
        self.stream = stream
        self.sequence = sequence
        self.record = record
        self.inSegment = inSegment
        self.entry = entry
        self.inLog = inLog
        self.checkpoint = checkpoint
    }

    /// Goes the whole way, believing nothing but the key.
    ///
    /// - Throws: `notSigned`, `notProven` or `malformed`.
    package func check(with verifier: NoteVerifier) throws(EvidenceError) {
        try verifier.verify(checkpoint)
        let head = try Checkpoint(text: checkpoint.text)
        guard inLog.count == head.count, inLog.proves(TreeHasher.leaf(entry), isIn: head.root) else {
            throw EvidenceError(.notProven, "the log's entry is not under the checkpoint")
        }
        let decoded: ProjectLogEntry
        do {
            decoded = try ProjectLogEntry(entry, in: entry.indices)
        } catch {
            throw EvidenceError(.malformed, "the log's entry cannot be read")
        }
        guard case .sealed(_, let root) = decoded.event, decoded.segment.stream == stream,
            decoded.sequences.contains(sequence), inSegment.count == decoded.sequences.count,
            UInt64(inSegment.index) == sequence - decoded.sequences.lowerBound
        else { throw EvidenceError(.notProven, "the log's entry is not that of the record's segment") }
        guard inSegment.proves(TreeHasher.leaf(record), isIn: root) else {
            throw EvidenceError(.notProven, "the record is not under its segment's root")
        }
    }
}
