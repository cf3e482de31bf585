package import Logbook

/// The body of the access log API: `records` and `number`.
///
/// A loss window is no call, so it is no row and does not count in `number`. Where the records that were read hold
/// loss windows, the body ends with one more array, `loss_windows`, with `start_time` and `end_time` (milliseconds
/// since 1970), `max_count` and `reason`; clients of the original contract ignore a field that they do not know.
///
/// A caller that pages is told in `total` how many calls there are on all pages.
package struct AccessLogAnswer: Sendable {
    private let view: AccessLogRow.View
    private var writer = JSONWriter(reservingCapacity: 4_096)
    private var losses: [LossWindow] = []
    package private(set) var rowCount = 0

    package init(view: AccessLogRow.View) {
        self.view = view
        writer.beginObject()
        writer.name("records")
        writer.beginArray()
    }

    /// Bytes of the rows so far.
    package var byteCount: Int { writer.bytes.count }

    /// Adds a record after those before it; audit events are passed over.
    package mutating func append(_ record: LogRecord) {
        switch record {
        case .access(let record):
            AccessLogRow(record, view: view).write(to: &writer)
            rowCount += 1
        case .loss(let window):
            losses.append(window)
        case .audit:
            break
        }
    }

    /// The whole body.
    ///
    /// - Parameter total: calls on all pages; `nil` leaves it out.
    package consuming func finish(total: Int? = nil) -> [UInt8] {
        writer.endArray()
        writer.name("number")
        writer.integer(Int64(rowCount))
        if let total {
            writer.name("total")
            writer.integer(Int64(total))
        }
        if !losses.isEmpty {
            Self.write(losses, to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }

    /// - Parameter records: in the order in which they are to be shown.
    package static func body(of records: some Sequence<LogRecord>, view: AccessLogRow.View) -> [UInt8] {
        var answer = AccessLogAnswer(view: view)
        for record in records {
            answer.append(record)
        }
        return answer.finish()
    }

    private static func write(_ losses: [LossWindow], to writer: inout JSONWriter) {
        writer.name("loss_windows")
        writer.beginArray()
        for window in losses {
            writer.beginObject()
            writer.name("start_time")
            writer.integer(window.start.milliseconds)
            writer.name("end_time")
            writer.integer(window.end.milliseconds)
            writer.name("max_count")
            writer.integer(Int64(clamping: window.maximumCount))
            writer.name("reason")
            writer.string(name(of: window.reason))
            writer.endObject()
        }
        writer.endArray()
    }

    private static func name(of reason: LossWindow.Reason) -> String {
        switch reason {
        case .journalFailure: "JOURNAL_FAILURE"
        case .recordingUnavailable: "RECORDING_UNAVAILABLE"
        case .stoppedUnsynced: "STOPPED_UNSYNCED"
        }
    }
}
