internal import Evidence
package import Logbook
internal import Synchronization

/// The contract in its plainest form: arrays under a lock. What a store is compared with.
package final class ModelLogStore: LogStore {
    fileprivate struct StreamModel {
        var records: [StoredRecord] = []
        var sealedThrough: UInt64 = 0
        var lastSequence: UInt64 = 0
        var lastClosedMilliseconds: Int64 = 0
        var segments: [Segment] = []
        var deletions: [Deletion] = []
    }

    private let time: TimeSource
    private let streams = Mutex<[Stream: StreamModel]>([:])

    package init(time: TimeSource) {
        self.time = time
    }

    package func append(
        _ records: [LogRecord], to stream: Stream, durability: Durability
    ) async throws -> Receipt {
        precondition(!records.isEmpty, "an append has at least one record")
        return streams.withLock { streams in
            var model = streams[stream] ?? StreamModel()
            let first = model.lastSequence + 1
            for record in records {
                model.lastSequence += 1
                model.records.append(StoredRecord(sequence: model.lastSequence, record: record))
            }
            streams[stream] = model
            return Receipt(
                stream: stream, sequences: first...model.lastSequence, isDurable: durability == .strict)
        }
    }

    package func scan(_ query: LogQuery) async throws -> LogPage {
        var matching = records(of: query.stream).filter { query.filter.matches($0.record) }
        if query.order == .newestFirst {
            matching.reverse()
        }
        if let cursor = query.cursor {
            matching.removeAll {
                query.order == .newestFirst ? $0.sequence >= cursor.sequence : $0.sequence <= cursor.sequence
            }
        }
        let behind = matching.dropFirst(query.offset)
        let page = Array(behind.prefix(query.limit))
        let last = page.last.map { LogQuery.Cursor(sequence: $0.sequence) } ?? query.cursor
        return LogPage(records: page, next: behind.count > page.count ? last : nil)
    }

    package func count(_ filter: LogFilter, in stream: Stream) async throws -> Int {
        records(of: stream).filter { filter.matches($0.record) }.count
    }

    package func segments(_ query: SegmentQuery) async throws -> SegmentPage {
        let selected = streams.withLock { streams in
            streams.filter { query.streams.contains($0.key) }.flatMap(\.value.segments)
        }
        let matching = selected.filter { query.overlapping?.overlaps($0.times) ?? true }.sorted { left, right in
            if left.times.upperBound != right.times.upperBound {
                return left.times.upperBound > right.times.upperBound
            }
            if left.id.closedMilliseconds != right.id.closedMilliseconds {
                return left.id.closedMilliseconds > right.id.closedMilliseconds
            }
            return left.stream < right.stream
        }
        return SegmentPage(
            segments: Array(matching.dropFirst(query.offset).prefix(query.limit)), totalCount: matching.count,
            totalTextByteCount: selected.reduce(0) { $0 + $1.textByteCount })
    }

    package func segment(_ id: Segment.ID) async throws -> Segment? {
        streams.withLock { $0[id.stream]?.segments.first { $0.id == id } }
    }

    package func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        guard let segment = try await segment(id) else {
            throw LogStoreError(.unknownSegment, "there is no such segment any more; list the segments again")
        }
        let inside = records(of: id.stream).filter {
            segment.sequences.contains($0.sequence) && $0.sequence >= sequence
        }
        return Array(inside.prefix(limit))
    }

    package func seal(_ streams: StreamSelection) async throws -> [Segment] {
        let now = time.now().milliseconds
        return self.streams.withLock { models in
            models.keys.filter { streams.contains($0) }.sorted().compactMap { stream in
                models[stream]?.seal(stream, now: now)
            }
        }
    }

    package func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] {
        let now = time.now()
        return streams.withLock { models in
            Set(ids).compactMap { id in models[id.stream]?.prune(id, at: now, for: reason) }
        }
    }

    package func deletions(_ query: DeletionQuery) async throws -> DeletionPage {
        let selected = streams.withLock { streams in
            streams.filter { query.streams.contains($0.key) }.flatMap(\.value.deletions)
        }
        return DeletionPage(query, of: selected)
    }

    package func verify() async throws -> VerificationReport {
        streams.withLock { streams in
            VerificationReport(
                streamCount: streams.count, segmentCount: streams.values.reduce(0) { $0 + $1.segments.count },
                recordCount: streams.values.reduce(0) { $0 + $1.records.count })
        }
    }

    private func records(of stream: Stream) -> [StoredRecord] {
        streams.withLock { $0[stream]?.records ?? [] }
    }
}

extension ModelLogStore.StreamModel {
    fileprivate mutating func seal(_ stream: Stream, now: Int64) -> Segment? {
        let open = records.filter { $0.sequence > sealedThrough }
        let times = open.map(\.record.timestamp)
        guard let first = open.first, let last = open.last, let earliest = times.min(), let latest = times.max()
        else { return nil }
        lastClosedMilliseconds = max(now, lastClosedMilliseconds + 1)
        let segment = Segment(
            id: Segment.ID(stream: stream, closedMilliseconds: lastClosedMilliseconds),
            sequences: first.sequence...last.sequence, times: earliest...latest,
            textByteCount: open.reduce(0) { $0 + $1.record.textByteCount }, fileByteCount: 0,
            root: HashTree(open.map { TreeHasher.leaf(RecordEncoding.encode($0.record)) }).root(count: open.count),
            fileFingerprint: ContentHasher().fingerprint)
        segments.append(segment)
        sealedThrough = last.sequence
        return segment
    }

    fileprivate mutating func prune(_ id: Segment.ID, at time: Timestamp, for reason: PruneReason) -> Segment? {
        guard let position = segments.firstIndex(where: { $0.id == id }) else { return nil }
        let segment = segments.remove(at: position)
        deletions.append(Deletion(segment: segment, time: time, reason: reason))
        records.removeAll { segment.sequences.contains($0.sequence) }
        return segment
    }
}
