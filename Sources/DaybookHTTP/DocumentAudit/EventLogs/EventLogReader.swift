internal import DocumentAudit
internal import Logbook

/// Reads the events of an instance's nodes, merged by time, the newest first.
struct EventLogReader {
    let store: any LogStore
    let streams: [Stream]

    /// - Parameter node: one node instead of all.
    /// - Throws: `ControlError` with `nodeUnknown`.
    init(store: any LogStore, instance: DocumentInstance, node: String?) throws {
        let nodes = instance.nodes.filter { node == nil || $0.id == node }
        guard !nodes.isEmpty || node == nil else { throw ControlError(.nodeUnknown, .nodeUnknown) }
        self.store = store
        streams = nodes.map { .audit(project: instance.project, instance: instance.id, node: $0.id) }
    }

    /// A page by its offset, and how many there are in all.
    func page(_ filter: LogFilter, offset: Int, limit: Int) async throws -> (records: [SourceRecord], totalCount: Int) {
        var totalCount = 0
        for stream in streams {
            totalCount += try await store.count(filter, in: stream)
        }
        var records: [SourceRecord] = []
        var passed = 0
        var query = SourceQuery(streams: streams, filter: filter, limit: 0)
        repeat {
            query.limit = min(Limits.queryScanCount, offset + limit - passed)
            let page = try await store.page(query)
            records += page.records.dropFirst(max(0, offset - passed))
            passed += page.records.count
            query.cursor = page.next
        } while query.cursor != nil && passed < offset + limit
        return (records, totalCount)
    }

    /// A page before or behind a line, each with the text by which to go on from it.
    ///
    /// - Throws: `ControlError` with `parameterError` when the text is of no line.
    func page(
        _ filter: LogFilter, line: String?, isForwards: Bool, limit: Int
    ) async throws -> [(record: SourceRecord, line: String)] {
        var place = LinePlace(streams: streams)
        if let line {
            guard let known = LinePlace(text: line, streams: streams) else {
                throw LogPageBody.refusal("line_num has to be that of a line of an answer.")
            }
            place = known
        }
        let isBackwards = !isForwards && line != nil
        let page = try await store.page(
            SourceQuery(
                streams: streams, filter: filter, order: isBackwards ? .oldestFirst : .newestFirst,
                cursor: isBackwards ? place.before : place.behind, limit: limit))
        if isBackwards {
            place.comeBefore(page.records)
        }
        return (isBackwards ? Self.newestFirst(page.records) : page.records).map { record in
            place.pass(record)
            return (record, place.text)
        }
    }

    /// Turns a page round. Of equal times the first stream stays first, as in every page.
    private static func newestFirst(_ records: [SourceRecord]) -> [SourceRecord] {
        var turned = Array(records.reversed())
        for end in turned.indices {
            var index = end
            while index > 0, turned[index].stored.record.timestamp == turned[index - 1].stored.record.timestamp,
                turned[index].stream < turned[index - 1].stream
            {
                turned.swapAt(index, index - 1)
                index -= 1
            }
        }
        return turned
    }
}
