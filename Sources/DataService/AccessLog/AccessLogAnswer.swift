package import Logbook

/// The body of the access log API: `records` and `number`.
///
/// A loss window is no call, so it is no row and does not count in `number`. Where the records that were read hold
/// loss windows, the body ends with one more array, `loss_windows`, with `start_time` and `end_time` (milliseconds
/// since 1970), `max_count` and `reason`; clients of the original contract ignore a field that they do not know.
package enum AccessLogAnswer {
    /// - Parameter records: in the order in which they are to be shown; audit events are passed over.
    package static func body(of records: some Sequence<LogRecord>, view: AccessLogRow.View) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 4_096)
        var losses: [LossWindow] = []
        var count: Int64 = 0
        writer.beginObject()
        writer.name("records")
        writer.beginArray()
        for record in records {
            switch record {
            case .access(let record):
                AccessLogRow(record, view: view).write(to: &writer)
                count += 1
            case .loss(let window):
                losses.append(window)
            case .audit:
                continue
            }
        }
        writer.endArray()
        writer.name("number")
        writer.integer(count)
        if !losses.isEmpty {
            write(losses, to: &writer)
        }
        writer.endObject()
        return writer.bytes
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
        }
    }
}
