internal import DataService
internal import Logbook

/// Reads a page of calls, newest first, and stops when the page or its bytes are full.
///
/// Loss windows that lie between the calls of the page come along. They count in no number, so that a client that pages
/// by calls sees each call once.
struct AccessLogReader {
    let store: any LogStore
    let stream: Stream
    let workspace: String
    let question: AccessLogQuestion

    func answer() async throws -> [UInt8] {
        var body = AccessLogAnswer(view: question.view)
        try await fill(&body)
        let total = question.isPaged ? try await store.count(calls, in: stream) : nil
        return body.finish(total: total)
    }

    private func fill(_ body: inout AccessLogAnswer) async throws {
        var cursor: LogQuery.Cursor?
        if question.offset > 0 {
            guard let start = try await cursorAfterOffset() else { return }
            cursor = start
        }
        while body.rowCount < question.limit {
            let count = min(Limits.accessLogScanCount, question.limit - body.rowCount)
            let page = try await store.scan(
                LogQuery(stream: stream, filter: everything, cursor: cursor, limit: count))
            for stored in page.records {
                body.append(stored.record)
                if body.byteCount >= Limits.accessLogByteCountMaximum { return }
            }
            guard let next = page.next else { return }
            cursor = next
        }
    }

    /// The place behind the calls that are passed over; `nil` when there are no more.
    private func cursorAfterOffset() async throws -> LogQuery.Cursor? {
        let page = try await store.scan(
            LogQuery(stream: stream, filter: calls, offset: question.offset - 1, limit: 1))
        return page.records.first.map { LogQuery.Cursor(sequence: $0.sequence) }
    }

    private var everything: LogFilter {
        let conditions: [LogFilter.Condition] =
            question.view == .caller ? [.workspace(workspace), .hasApp] : [.workspace(workspace)]
        return LogFilter(time: question.time, conditions: conditions)
    }

    private var calls: LogFilter {
        var filter = everything
        filter.conditions.append(.isRecord)
        return filter
    }
}
