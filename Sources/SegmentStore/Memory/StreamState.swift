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

    /// Whether the oldest open record is so old that all are to be sealed.
    func isOld(_ policy: SealPolicy, now: Timestamp) -> Bool {
        guard table.hasConfirmedRecords, let oldest = table.oldestTime else { return false }
        return oldest.advanced(by: policy.age) <= now
    }

    /// Whether the open records make so many whole segments, those included that wait for the disk.
    func isFull(_ policy: SealPolicy, times count: Int = 1) -> Bool {
        pieceBound(policy).isReached(by: table.size, times: count)
    }

    /// What makes a segment of the stream.
    func pieceBound(_ policy: SealPolicy) -> PieceBound {
        switch stream.kind {
        case .access: .records(policy.accessRecordCount)
        case .audit: .textBytes(policy.textByteCount)
        }
    }
}
