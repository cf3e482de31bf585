internal import Logbook

extension LogStoreContract {
    static let sealing = [
        LogStoreContract("a segment says what it holds, and reads from any number on") {
            try await withStore($0) { store in
                _ = try await store.append(records(0..<3), to: accessLog, durability: .strict)
                _ = try await store.seal(.all)
                _ = try await store.append(records(3..<10), to: accessLog, durability: .relaxed)
                let segments = try await store.seal(StreamSelection(kind: .access))
                try requireEqual(segments.count, 1, "new segments")
                let segment = segments[0]
                try requireEqual(segment.sequences, 4...10, "numbers of the segment")
                try requireEqual(segment.times, time(3)...time(9), "times of the segment")
                let textByteCount = records(3..<10).reduce(0) { $0 + $1.textByteCount }
                try requireEqual(segment.textByteCount, textByteCount, "text bytes")
                try requireEqual(try await store.segment(segment.id), segment, "segment by its id")
                for (from, limit, expected) in [
                    (UInt64(0), 100, 4...10), (4, 2, 4...5), (7, 2, 7...8), (10, 5, 10...10),
                ] {
                    let found = try await store.read(segment.id, from: from, limit: limit)
                    try requireEqual(found.map { Int($0.sequence) }, Array(expected), "numbers read from \(from)")
                    try requireEqual(
                        found.map(\.record),
                        records(0..<10)[Int(expected.lowerBound) - 1..<Int(expected.upperBound)]
                            .map { $0 }, "records read from \(from)")
                }
                try requireEqual(try await store.read(segment.id, from: 11, limit: 5), [], "what is behind the end")
                try requireEqual(try await store.read(segment.id, from: 4, limit: 0), [], "a limit of 0")
            }
        },
        LogStoreContract("closing times grow strictly within a stream, also when the clock stands still") {
            try await withStore($0) { store in
                var last = Int64.min
                for number in 0..<5 {
                    _ = try await store.append(records(number..<number + 1), to: auditLog, durability: .strict)
                    for segment in try await store.seal(.all) {
                        try require(segment.id.closedMilliseconds > last, "closing times grow")
                        last = segment.id.closedMilliseconds
                    }
                }
            }
        },
        LogStoreContract("only the selected streams are sealed") {
            try await withStore($0) { store in
                let sibling = Stream.audit(project: "project", instance: "instance", node: "other")
                for stream in [accessLog, auditLog, sibling] {
                    _ = try await store.append(records(0..<2), to: stream, durability: .strict)
                }
                let selection = StreamSelection(kind: .audit, project: "project", source: "instance", node: "node")
                try requireEqual(try await store.seal(selection).map(\.stream), [auditLog], "sealed streams")
                try requireEqual(try await store.seal(selection), [], "sealing what is sealed")
                try requireEqual(
                    Set(try await store.seal(.all).map(\.stream)), [accessLog, sibling], "streams sealed later")
            }
        },
        LogStoreContract("a listing is in order, counts all that overlap, and sums all that is selected") {
            try await withStore($0) { store in
                let listed = try await makeSegments(store)
                let selection = StreamSelection(kind: .audit)
                let audits = listed.filter { $0.stream.kind == .audit }
                for span in [nil, time(0)...time(5), time(10)...time(10), time(11)...time(13), time(900)...time(901)] {
                    let matching = audits.filter { span?.overlaps($0.times) ?? true }
                    for (offset, limit) in [(0, Int.max), (0, 2), (1, 2), (3, 100), (50, 1), (0, 0)] {
                        let page = try await store.segments(
                            SegmentQuery(streams: selection, overlapping: span, offset: offset, limit: limit))
                        try requireEqual(
                            page.segments, Array(matching.dropFirst(offset).prefix(limit)),
                            "segments \(offset), \(limit)")
                        try requireEqual(page.totalCount, matching.count, "total count")
                        try requireEqual(
                            page.totalTextByteCount, audits.reduce(0) { $0 + $1.textByteCount }, "total text bytes")
                    }
                }
            }
        },
        LogStoreContract("pruning takes whole segments, once, and numbers are never used again") { subject in
            try await withStore(subject) { store in
                _ = try await store.append(records(0..<4), to: accessLog, durability: .strict)
                let first = try await store.seal(.all)
                _ = try await store.append(records(4..<6), to: accessLog, durability: .strict)
                let second = try await store.seal(.all)
                let ids = (first + second).map(\.id)
                try requireEqual(try await store.prune([ids[0], ids[0]], for: .age(days: 7)), first, "what was pruned")
                try requireEqual(try await store.prune([ids[0]], for: .age(days: 7)), [], "what was pruned before")
                try requireEqual(try await store.segment(ids[0]), nil, "a pruned segment")
                try requireEqual(try await all(accessLog, of: store).map(\.sequence), [5, 6], "what is left")
                try await requireUnknown(ids[0], store)
                try requireEqual(try await store.prune([ids[1]], for: .age(days: 7)), second, "the rest")
                try requireEqual(try await store.verify().firstProblem, nil, "verification")
            }
            try await withStore(subject) { store in
                try requireEqual(try await all(accessLog, of: store), [], "what is left after the restart")
                let receipt = try await store.append(records(6..<7), to: accessLog, durability: .strict)
                try requireEqual(receipt.sequences, 7...7, "numbers after pruning everything")
            }
        },
        LogStoreContract("each deletion is on record with its segment and its reason, also after a restart") {
            subject in
            let reasons: [PruneReason] = [.age(days: 30), .size(byteCount: 1 << 40), .request(by: "王 \n\"x\"")]
            var expected: [Deletion] = []
            try await withStore(subject) { store in
                try requireEqual(
                    try await store.deletions(DeletionQuery(streams: .all)), DeletionPage(deletions: [], totalCount: 0),
                    "deletions of an empty store")
                for (number, reason) in reasons.enumerated() {
                    _ = try await store.append(records(number..<number + 2), to: auditLog, durability: .strict)
                    let segment = try await store.seal(.all)[0]
                    _ = try await store.prune([segment.id], for: reason)
                    _ = try await store.prune([segment.id], for: .age(days: 1))
                    let newest = try await store.deletions(DeletionQuery(streams: .all, limit: 1)).deletions
                    try requireEqual(newest.map(\.segment), [segment], "the segment of deletion \(number)")
                    try requireEqual(newest.map(\.reason), [reason], "the reason of deletion \(number)")
                    expected.insert(contentsOf: newest, at: 0)
                }
            }
            try await withStore(subject) { store in
                try await requireDeletions(expected, in: store)
            }
        },
    ]

    private static func requireDeletions(_ expected: [Deletion], in store: any LogStore) async throws {
        for (offset, limit) in [(0, Int.max), (1, 1), (2, 5), (3, 1), (0, 0)] {
            let query = DeletionQuery(
                streams: StreamSelection(source: auditLog.source), offset: offset, limit: limit)
            try requireEqual(
                try await store.deletions(query),
                DeletionPage(
                    deletions: Array(expected.dropFirst(offset).prefix(limit)), totalCount: expected.count),
                "deletions \(offset), \(limit)")
        }
        let others = DeletionQuery(streams: StreamSelection(kind: .access))
        try requireEqual(try await store.deletions(others).totalCount, 0, "deletions of other streams")
    }

    private static func requireUnknown(_ id: Segment.ID, _ store: any LogStore) async throws {
        do {
            let found = try await store.read(id, from: 0, limit: 1)
            throw ContractViolation("a pruned segment was read: \(found.count) records")
        } catch let error as LogStoreError {
            try requireEqual(error.code, .unknownSegment, "error for a pruned segment")
        }
    }

    /// Segments of three streams with times that overlap.
    ///
    /// - Returns: all of them in the order of a listing.
    private static func makeSegments(_ store: any LogStore) async throws -> [Segment] {
        let streams = [auditLog, strange, accessLog]
        var segments: [Segment] = []
        for number in 0..<12 {
            let start = [0, 10, 5, 5, 30, 12, 13, 40, 2, 10, 11, 50][number]
            _ = try await store.append(
                records(start..<start + 3), to: streams[number % 3], durability: .strict)
            segments += try await store.seal(.all)
        }
        return segments.sorted { left, right in
            (-left.times.upperBound.microseconds, -left.id.closedMilliseconds)
                < (-right.times.upperBound.microseconds, -right.id.closedMilliseconds)
                || left.times.upperBound == right.times.upperBound
                    && left.id.closedMilliseconds == right.id.closedMilliseconds && left.stream < right.stream
        }
    }
}
