internal import Evidence
internal import Logbook

extension StoreState {
    /// What the log of each project has to say of the segments that are there, and of those that are not any more.
    var projectLogEntries: [String: [ProjectLogEntry]] {
        Self.projectLogEntries(of: streams)
    }

    static func projectLogEntries(of streams: [StreamState]) -> [String: [ProjectLogEntry]] {
        var entries: [String: [ProjectLogEntry]] = [:]
        for stream in streams where !(stream.segments.isEmpty && stream.deletions.isEmpty) {
            entries[stream.stream.project, default: []] +=
                stream.segments.map { ProjectLogEntry($0.segment) }
                + stream.deletions.flatMap { [ProjectLogEntry($0.segment), ProjectLogEntry($0)] }
        }
        return entries
    }
}
