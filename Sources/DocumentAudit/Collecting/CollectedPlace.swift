package import Logbook

/// How far the lines of one source have come into the stream of a node, and the record that says so.
///
/// The text is the collector's own; whoever keeps it compares it and does not read it.
package struct CollectedPlace: Hashable, Sendable {
    package var position: String
    /// The number of the record.
    package var sequence: UInt64

    package init(position: String, sequence: UInt64) {
        self.position = position
        self.sequence = sequence
    }

    package static let sourceLengthRange = 1...100
    package static let positionLengthRange = 1...500

    /// Whether a name or a position can be one: printable ASCII without quotes and backslashes.
    package static func isPlain(_ text: String, in lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
    }
}

extension AuditEvent {
    /// What the command of such a record is.
    package static let collectCommand = "auditCollect"

    /// The record that goes with a batch of collected lines, in the same append: so the position is on disk when the
    /// events are, and not before.
    ///
    /// - Parameters:
    ///   - problems: the first lines that were no audit messages, in words.
    ///   - isGap: whether the collector has found that lines before this batch are gone.
    package static func collected(
        from source: String, to position: String, lineCount: Int, rejectedCount: Int, problems: [String],
        isGap: Bool, by user: Principal, at remote: Endpoint, time: Timestamp
    ) -> AuditEvent {
        var text: [UInt8] = []
        text.raw("{")
        text.raw(sourceField(source))
        text.raw(",\"position\":")
        text.string(position)
        text.raw(",\"lines\":\(lineCount),\"rejected\":\(rejectedCount),\"problems\":[")
        for (index, problem) in problems.enumerated() {
            text.raw(index == 0 ? "" : ",")
            text.string(problem)
        }
        text.raw(isGap ? "],\"lost\":true}" : "]}")
        return AuditEvent(
            origin: .daybook, time: time, type: .command, command: collectCommand, database: "", collection: nil,
            local: .unknown, remote: remote, users: [user], roles: [],
            arguments: String(decoding: text, as: UTF8.self), result: rejectedCount == 0 && !isGap ? 0 : 1
        ).measured()
    }

    /// Finds the records of a source: those of Daybook, whatever a server wrote under the same name.
    package static func collectPredicate(source: String) -> Predicate {
        .and([
            .field(.audit(.command), equals: .text(collectCommand)), .field(.audit(.connection), equals: .integer(0)),
            .field(.audit(.requestID), equals: .integer(Int64(Origin.daybook.rawValue))),
            .field(.audit(.arguments), .startsWith("{" + sourceField(source) + ",")),
        ])
    }

    /// The position in such a record; `nil` of another event.
    package var collectedPosition: String? {
        guard origin == .daybook, command == Self.collectCommand,
            let tree = try? JSONTree(Array(arguments.utf8))
        else { return nil }
        return tree["position"]?.text
    }

    private static func sourceField(_ source: String) -> String { "\"source\":\"\(source)\"" }
}
