import Logbook

extension AuditLine {
    /// A loss has no connection and no user; its result is 1, so that whoever looks for what went wrong finds it.
    static func write(_ window: LossWindow, to sink: inout some LineSink) {
        sink.raw("{\"atype\":\"recordsLost\",\"ts\":")
        sink.date(window.start)
        sink.raw(",\"local\":{},\"remote\":{},\"users\":[],\"roles\":[],\"param\":{\"start\":")
        sink.date(window.start)
        sink.raw(",\"end\":")
        sink.date(window.end)
        sink.raw(",\"maximumCount\":")
        sink.number(window.maximumCount)
        sink.raw(",\"reason\":")
        sink.string(name(of: window.reason))
        sink.raw("},\"result\":1}\n")
    }

    static func name(of reason: LossWindow.Reason) -> String {
        switch reason {
        case .journalFailure: "journalFailure"
        case .recordingUnavailable: "recordingUnavailable"
        case .stoppedUnsynced: "stoppedUnsynced"
        }
    }
}
