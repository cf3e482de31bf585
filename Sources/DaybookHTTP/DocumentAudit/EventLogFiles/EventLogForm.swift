internal import DocumentAudit
internal import Logbook

/// Which events are in a file of the slow or the error log, and how each is written; all that settings decide of it.
enum EventLogForm: Hashable, Sendable {
    case slow(milliseconds: Int, hidesLiterals: Bool)
    case errors

    init(_ kind: EventLogName.Kind, _ settings: InstanceSettings) {
        switch kind {
        case .slow:
            self = .slow(milliseconds: settings.slowMilliseconds, hidesLiterals: settings.hidesSlowLiterals)
        case .error:
            self = .errors
        }
    }

    /// As links say it.
    var text: String {
        switch self {
        case .slow(let milliseconds, let hidesLiterals):
            "slow-\(milliseconds)-\(hidesLiterals ? Self.withoutLiterals : Self.withLiterals)"
        case .errors:
            Self.everything
        }
    }

    /// `nil` for a text that is of no form.
    init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text == Self.everything {
            self = .errors
        } else if parts.count == 3, let milliseconds = Int(parts[1]) {
            self = .slow(milliseconds: milliseconds, hidesLiterals: parts[2] == Self.withoutLiterals)
        } else {
            return nil
        }
        // A form has one text.
        guard self.text == text else { return nil }
    }

    private static let everything = "errors"
    private static let withLiterals = "whole"
    private static let withoutLiterals = "masked"

    /// The events of a file that ends with this second: of the time that both logs go back.
    func filter(upTo end: Timestamp) -> LogFilter {
        let start = end.advanced(by: .zero - Limits.eventLogAge)
        let next = end.advanced(by: .seconds(1))
        return switch self {
        case .slow(let milliseconds, _):
            EventLogFilter.slow(from: start, to: next, atLeast: milliseconds, kind: nil)
        case .errors:
            EventLogFilter.errors(from: start, to: next, level: nil)
        }
    }

    /// Writes the line of a record of this log, with a line feed.
    func append(_ stored: StoredRecord, of node: DocumentNode, to lines: inout [UInt8]) {
        let id = AuditRecordID(node: node.id, sequence: stored.sequence).text
        switch (self, stored.record) {
        case (.slow(_, let hidesLiterals), .audit(let event)):
            let statement = StatementText(hidesLiterals: hidesLiterals)
            lines += JSONText.bytes(of: SlowLogLine(event, node: node, id: id, statement: statement))
        case (.errors, let record):
            guard let line = ErrorLogLine(record, node: node, id: id) else { return }
            lines += JSONText.bytes(of: line)
        case (.slow, _):
            return
        }
        lines.append(UInt8(ascii: "\n"))
    }
}
