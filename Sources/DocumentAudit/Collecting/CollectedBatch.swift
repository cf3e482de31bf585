package import Logbook

/// A line of a batch that is no audit message.
package struct CollectedProblem: Hashable, Sendable {
    /// From 1, empty lines included.
    package var line: Int
    /// From 1, in bytes.
    package var column: Int
    package var reason: String

    package var text: String { "line \(line), column \(column): \(reason)" }
}

/// The lines of one batch, on their way to events.
package struct CollectedBatch: Sendable {
    package private(set) var events: [AuditEvent] = []
    package private(set) var rejectedCount = 0
    /// The first of the lines that were no audit messages.
    package private(set) var problems: [CollectedProblem] = []

    /// - Parameter mask: for what must not be recorded.
    package init(_ bytes: [UInt8], mask: ArgumentMask) {
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
                    problems.append(CollectedProblem(line: index + 1, column: error.column, reason: error.reason))
                }
            }
        }
    }
}
