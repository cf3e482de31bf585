internal import DocumentAudit
internal import Logbook

/// A statement as the slow log shows it: one line, with or without its literals.
///
/// A sample and not evidence: what is very long is cut here, and only here.
struct StatementText {
    let hidesLiterals: Bool

    func text(of event: AuditEvent) -> String {
        let text = hidesLiterals ? ArgumentMask.literals.applied(to: event.arguments) : event.arguments
        guard text.utf8.count > Limits.slowStatementByteCountMaximum else { return text }
        return String(decoding: text.utf8.prefix(Limits.slowStatementByteCountMaximum), as: UTF8.self) + "…"
    }
}

/// A row of the slow log that is read by offset: every field is text.
///
/// What only the server knows (locks, documents looked at) cannot be seen at a node, and is 0.
struct SlowLogRow: Encodable {
    var nodeName: String
    var querySample: String
    var type: String
    var time: String
    var lockTime = "0 us"
    var rowsSent: String
    var rowsExamined = "0"
    var database: String
    var startTime: String

    enum CodingKeys: String, CodingKey {
        case type, time, database
        case nodeName = "node_name"
        case querySample = "query_sample"
        case lockTime = "lock_time"
        case rowsSent = "rows_sent"
        case rowsExamined = "rows_examined"
        case startTime = "start_time"
    }

    init(_ event: AuditEvent, node: String, statement: StatementText) {
        nodeName = node
        querySample = statement.text(of: event)
        type = SlowLogKind(of: event).rawValue
        time = "\(event.durationMicroseconds / 1_000) ms"
        rowsSent = String(event.documentsReturned)
        database = event.database
        startTime = TimeText.print(event.time, in: .zero)
    }
}

/// A row of the slow log that is read line by line, or a line of its file.
struct SlowLogLine: Encodable {
    var nodeName: String
    var nodeID: String
    var wholeMessage: String
    var operateType: String
    var costTime: Int64
    var lockTime = 0
    var documentsReturned: Int64
    var documentsScanned = 0
    var database: String
    var collection: String
    var logTime: String
    /// By which a page goes on; only in pages.
    var line: String?
    /// The name of the record; only in files.
    var id: String?
    var indexRecommendation = ""

    enum CodingKeys: String, CodingKey {
        case database, collection, id
        case nodeName = "node_name"
        case nodeID = "node_id"
        case wholeMessage = "whole_message"
        case operateType = "operate_type"
        case costTime = "cost_time"
        case lockTime = "lock_time"
        case documentsReturned = "docs_returned"
        case documentsScanned = "docs_scanned"
        case logTime = "log_time"
        case line = "line_num"
        case indexRecommendation = "index_recommendation"
    }

    init(_ event: AuditEvent, node: DocumentNode, line: String? = nil, id: String? = nil, statement: StatementText) {
        nodeName = node.name
        nodeID = node.id
        wholeMessage = statement.text(of: event)
        operateType = SlowLogKind(of: event).rawValue
        costTime = event.durationMicroseconds / 1_000
        documentsReturned = event.documentsReturned
        database = event.database
        collection = event.collection ?? ""
        logTime = TimeText.print(event.time, in: .zero)
        self.line = line
        self.id = id
    }
}
