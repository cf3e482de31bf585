internal import DocumentAudit
internal import Logbook

/// The lines of one request, on their way to events.
struct CollectedBatch {
    struct Problem: Encodable {
        /// From 1, empty lines included.
        var line: Int
        var column: Int
        var reason: String

        var text: String { "line \(line), column \(column): \(reason)" }
    }

    private(set) var events: [AuditEvent] = []
    private(set) var rejectedCount = 0
    /// The first of the lines that were no audit messages.
    private(set) var problems: [Problem] = []

    /// - Parameter mask: for what must not be recorded.
    init(_ bytes: [UInt8], mask: ArgumentMask) {
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !content.isEmpty else { continue }
            do throws(ServerAuditLine.Problem) {
                var event = try ServerAuditLine(Array(content)).event
                if !mask.isEmpty {
                    event.arguments = mask.applied(to: event.arguments)
                    event = event.measured()
                }
                events.append(event)
            } catch {
                rejectedCount += 1
                if problems.count < Limits.collectedProblemCountMaximum {
                    problems.append(Problem(line: index + 1, column: error.column, reason: error.reason))
                }
            }
        }
    }
}
