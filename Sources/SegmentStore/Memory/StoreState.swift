internal import Logbook

/// Everything that changes while a store is open. Guarded by one lock that is never held during input or output.
struct StoreState {
    private(set) var streams: [StreamState] = []
    private var indices: [Stream: Int] = [:]
    private(set) var segments = SegmentIndex()
    var commits = CommitQueue()
    var room = RoomQueue()
    var isClosed = false
    var journalError: LogStoreError?
    var sealError: LogStoreError?
    var projectLogError: LogStoreError?
    var lossWindowCount = 0
    private(set) var openByteCount = 0

    func index(of stream: Stream) -> Int? {
        indices[stream]
    }

    mutating func indexAdding(_ stream: Stream) -> Int {
        indices[stream] ?? add(StreamState(stream: stream))
    }

    mutating func add(_ stream: StreamState) -> Int {
        precondition(indices[stream.stream] == nil, "a stream is added once")
        streams.append(stream)
        indices[stream.stream] = streams.count - 1
        return streams.count - 1
    }

    /// Changes the open records of a stream, and keeps the sum over all streams right.
    mutating func withTable<Result>(_ index: Int, _ change: (inout MemoryTable) throws -> Result) rethrows -> Result {
        let before = streams[index].table.byteCount
        defer { openByteCount += streams[index].table.byteCount - before }
        return try change(&streams[index].table)
    }

    mutating func withLease<Result>(_ index: Int, _ change: (inout LeaseState) -> Result) -> Result {
        change(&streams[index].lease)
    }

    /// Takes the segments that a manifest names, those of a stream in their order.
    mutating func recover(_ handles: [SegmentHandle]) {
        for handle in handles {
            streams[handle.streamIndex].segments.append(handle)
            streams[handle.streamIndex].sealedTextByteCount =
                streams[handle.streamIndex].sealedTextByteCount.addingClamped(handle.segment.textByteCount)
        }
        segments.fill(handles)
    }

    /// For each stream the last record that the journal has on disk.
    var confirmedThrough: [UInt64] { streams.map(\.table.confirmedThrough) }

    /// Moves the closing time of a stream on, past the last one.
    mutating func noteClosing(_ index: Int, milliseconds: Int64) {
        streams[index].lastClosedMilliseconds = max(milliseconds, streams[index].lastClosedMilliseconds + 1)
    }

    /// Puts a segment in the place of the open records that it holds: the moment of the change for every reader.
    mutating func seal(_ handle: SegmentHandle, number: UInt32) {
        let index = handle.streamIndex
        let segment = handle.segment
        withTable(index) { $0.drop(through: segment.sequences.upperBound) }
        streams[index].number = number
        streams[index].segments.append(handle)
        streams[index].sealedThrough = segment.sequences.upperBound
        streams[index].sealedTextByteCount =
            streams[index].sealedTextByteCount.addingClamped(segment.textByteCount)
        segments.insert(handle)
    }

    /// Whether an append to the stream made something due that is not a matter of time.
    func isSealDue(after stream: Stream, _ policy: SealPolicy) -> Bool {
        openByteCount > policy.memoryByteCount || indices[stream].map { streams[$0].isFull(policy) } ?? false
    }

    /// Whether open records of the stream may take so many bytes more. A store without any takes a batch of every size.
    func hasRoom(for byteCount: Int, in stream: Stream, _ options: StoreOptions) -> Bool {
        openByteCount == 0 || openByteCount + byteCount <= options.openByteCount && !isSealingBehind(stream, options)
    }

    /// Whether so much of a stream is to be sealed that its appends had better wait for it. Where nobody seals, or
    /// sealing fails, they would wait in vain.
    private func isSealingBehind(_ stream: Stream, _ options: StoreOptions) -> Bool {
        guard room.isServed, sealError == nil, let index = indices[stream] else { return false }
        return streams[index].isFull(options.sealPolicy, times: options.wholeSegmentCount)
    }

    /// The stream whose open records take most, when all streams together take too much.
    func streamToRelieveMemory(_ options: StoreOptions) -> Int? {
        guard
            openByteCount > options.sealPolicy.memoryByteCount
                || openByteCount + room.byteCount > options.openByteCount
        else { return nil }
        return streams.indices.filter { streams[$0].table.hasConfirmedRecords }
            .max { streams[$0].table.byteCount < streams[$1].table.byteCount }
    }

    /// Takes deleted segments away, and keeps the records of their deletion.
    mutating func prune(_ handles: [SegmentHandle], at time: Timestamp, for reason: PruneReason) {
        let ids = Set(handles.map(\.segment.id))
        for index in Set(handles.map(\.streamIndex)) {
            streams[index].segments.removeAll { ids.contains($0.segment.id) }
            streams[index].sealedTextByteCount =
                streams[index].segments.reduce(0) { $0.addingClamped($1.segment.textByteCount) }
        }
        segments.remove(ids)
        for handle in handles {
            streams[handle.streamIndex].deletions.append(
                Deletion(segment: handle.segment, time: time, reason: reason))
        }
    }

    mutating func recover(_ deletions: [Deletion], of index: Int) {
        streams[index].deletions = deletions
    }

    func handle(_ id: Segment.ID) -> SegmentHandle? {
        guard let index = indices[id.stream] else { return nil }
        let segments = streams[index].segments
        let position = segments.partitioningIndex { $0.segment.id.closedMilliseconds >= id.closedMilliseconds }
        guard position < segments.count, segments[position].segment.id == id else { return nil }
        return segments[position]
    }

    var health: StoreHealth {
        StoreHealth(
            openRecordCount: streams.reduce(0) { $0 + $1.table.openRecordCount }, openByteCount: openByteCount,
            waitingByteCount: commits.waitingByteCount, journalError: journalError, sealError: sealError,
            projectLogError: projectLogError,
            lossWindowCount: lossWindowCount, segmentCount: segments.handles.count)
    }
}

extension Array {
    /// The first position whose element, and all behind it, satisfy the predicate.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
