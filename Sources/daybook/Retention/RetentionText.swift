import DaybookHTTP
import Foundation
import Logbook

/// What the retention commands print.
enum RetentionText {
    static func write(_ answer: RetentionAnswer, asJSON: Bool) throws {
        guard !asJSON else { return try write(json: answer) }
        var lines = [
            "days   \(answer.days.map(String.init) ?? "unlimited")\(origin(answer.ruleDays))",
            "bytes  \(answer.bytes.map(String.init) ?? "unlimited")\(origin(answer.ruleBytes))",
        ]
        if answer.holdCount > 0 {
            lines.append("legal holds keep everything meanwhile: \(answer.holdCount)")
        }
        try StandardOutput.write(lines.map { $0 + "\n" }.joined())
    }

    static func write(_ holds: [HoldBody]) throws {
        try write(
            ["id", "kind", "source", "placed", "by", "released", "reason"],
            holds.map { hold in
                [
                    hold.id, hold.kind, hold.source, time(hold.time), hold.user,
                    hold.releasedTime.map { "\(time($0)) by \(hold.releasedBy ?? "")" } ?? "", hold.reason,
                ]
            })
    }

    static func write(_ deletions: [RecordedDeletion]) throws {
        try write(
            ["deleted", "why", "kind", "source", "node", "sequences", "from", "to", "bytes"],
            deletions.map { deletion in
                let segment = deletion.segment
                return [
                    time(deletion.deleted), why(deletion), segment.kind, segment.source, segment.node,
                    "\(segment.firstSequence)-\(segment.lastSequence)", time(segment.startTime),
                    time(segment.endTime), "\(segment.fileSize)",
                ]
            })
    }

    /// One JSON object with sorted keys, as the routes name them.
    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try StandardOutput.write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    private static func origin(_ rule: Int?) -> String {
        rule == nil ? "  (default)" : ""
    }

    private static func why(_ deletion: RecordedDeletion) -> String {
        switch (deletion.reason, deletion.limit, deletion.user) {
        case ("age", let days?, _): "older than \(days) days"
        case ("size", let bytes?, _): "more than \(bytes) bytes"
        case (_, _, let user?): "asked by \(user)"
        default: deletion.reason
        }
    }

    private static func time(_ milliseconds: Int64) -> String {
        Timestamp(milliseconds: milliseconds).text()
    }

    private static func write(_ names: [String], _ rows: [[String]]) throws {
        let format = TableFormat(width: TerminalWidth.current, offset: .zero)
        let columns = names.map { QuestionAnswer.Column(name: $0, type: .text) }
        let cells = rows.map { row in row.map { $0.isEmpty ? Cell.absent : Cell.text($0) } }
        try StandardOutput.write(try format.text(of: cells, under: columns, isFirst: true))
    }
}
