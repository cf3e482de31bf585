internal import DocumentAudit
internal import Logbook

/// What went wrong, in words, without any value of the statement.
struct ErrorSummary {
    let level: ErrorLogLevel
    let text: String

    /// `nil` of a record that nothing went wrong with.
    init?(_ record: LogRecord) {
        guard let level = ErrorLogLevel(of: record) else { return nil }
        self.level = level
        switch record {
        case .audit(let event) where event.origin == .daybook: text = "\(event.command) \(event.arguments)"
        case .audit(let event): text = Self.text(of: event)
        case .loss(let window):
            text = "up to \(window.maximumCount) audit events are missing until \(window.end.text())"
        case .access: return nil
        }
    }

    private static func text(of event: AuditEvent) -> String {
        let place = event.collection.map { "\(event.database).\($0)" } ?? event.database
        let outcome =
            event.result < 0
            ? "was not answered" : "failed with code \(event.result) after \(event.durationMicroseconds / 1_000) ms"
        let users = event.users.map { "\($0.name)@\($0.database)" }.joined(separator: ", ")
        let who = users.isEmpty ? "nobody logged in" : "user \(users)"
        return "\(event.command) on \(place) \(outcome); \(who); client \(event.remote.address):\(event.remote.port)"
    }
}

/// A row of the error log that is read by offset.
struct ErrorLogRow: Encodable {
    var nodeName: String
    var level: String
    /// With milliseconds: `2020-12-15T08:53:01.868+0000`.
    var time: String
    var content: String

    enum CodingKeys: String, CodingKey {
        case level, time, content
        case nodeName = "node_name"
    }
}

/// A row of the error log that is read line by line, or a line of its file.
struct ErrorLogLine: Encodable {
    var nodeName: String
    var nodeID: String
    var rawMessage: String
    var severity: String
    var logTime: String
    /// By which a page goes on; only in pages.
    var line: String?
    /// The name of the record; only in files.
    var id: String?

    enum CodingKeys: String, CodingKey {
        case severity, id
        case nodeName = "node_name"
        case nodeID = "node_id"
        case rawMessage = "raw_message"
        case logTime = "log_time"
        case line = "line_num"
    }
    /// `nil` of a record that nothing went wrong with.
    init?(_ record: LogRecord, node: DocumentNode, line: String? = nil, id: String? = nil) {
        guard let error = ErrorSummary(record) else { return nil }
        nodeName = node.name
        nodeID = node.id
        rawMessage = error.text
        severity = error.level.rawValue
        logTime = TimeText.printMilliseconds(record.timestamp)
        self.line = line
        self.id = id
    }
}
