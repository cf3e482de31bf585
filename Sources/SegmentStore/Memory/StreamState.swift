internal import Logbook

/// All that the store knows of one stream.
struct StreamState {
    let stream: Stream
    /// The stream as journal frames name it.
    let streamBytes: [UInt8]
    /// The number that stands for the stream in the manifest and in file names; given with the first segment.
    var number: UInt32?
    /// Sealed segments in the order of their sequence numbers; without those that were pruned.
    var segments: [SegmentHandle] = []
    /// What was deleted, in the order of its deletion.
    var deletions: [Deletion] = []
    /// The last record that ever was sealed, pruned or not.
    var sealedThrough: UInt64 = 0
    var lastClosedMilliseconds: Int64 = 0
    var sealedTextByteCount = 0
    var table: MemoryTable
    var lease = LeaseState()

    init(stream: Stream, number: UInt32? = nil, sealedThrough: UInt64 = 0, lastClosedMilliseconds: Int64 = 0) {
        self.stream = stream
        var bytes: [UInt8] = []
        stream.encode(into: &bytes)
        self.streamBytes = bytes
        self.number = number
        self.sealedThrough = sealedThrough
        self.lastClosedMilliseconds = lastClosedMilliseconds
        self.table = MemoryTable(sealedThrough: sealedThrough)
    }

    /// Whether the stream has reached a bound of its own.
    func isSealDue(_ policy: SealPolicy, now: Timestamp) -> Bool {
        guard table.hasConfirmedRecords, let oldest = table.oldestTime else { return false }
        return isFull(policy) || oldest.advanced(by: policy.age) <= now
    }

    /// Whether the open records make a whole segment.
    func isFull(_ policy: SealPolicy) -> Bool {
        switch stream.kind {
        case .access: table.openRecordCount >= policy.accessRecordCount
        case .audit: table.textByteCount >= policy.textByteCount
        }
    }

    /// Confirmed runs from the oldest on, cut into pieces that make a segment each. Only the first may still grow.
    ///
    /// An access log's piece stays within its bound, unless one run does not; an audit log's ends with the run that
    /// reaches it.
    func sealablePieces(_ policy: SealPolicy, through: UInt64, limit: Int) -> [[PackedRun]] {
        switch stream.kind {
        case .access:
            table.sealablePieces(through: through, limit: limit) { size, next in
                size.recordCount > 0 && size.recordCount + next.extent.count > policy.accessRecordCount
            }
        case .audit:
            table.sealablePieces(through: through, limit: limit) { size, _ in
                size.textByteCount >= policy.textByteCount
            }
        }
    }
}
