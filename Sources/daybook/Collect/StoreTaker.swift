import DocumentAudit
import Identity
import Logbook
import Logging

/// Takes collected lines into the store of this process.
struct StoreTaker: LineTaker {
    let intake: LineIntake
    let stream: Stream
    let logger: Logger

    /// As a command of the data folder that brings them over HTTP.
    private static let user = AuditEvent.Principal(
        name: TokenUser.process.name, database: TokenUser.process.domain.name)

    func position(of source: String) async throws -> String? {
        try await intake.position(of: source, in: stream)
    }

    func take(_ batch: LineIntake.Batch) async throws -> TakenLines? {
        switch try await intake.take(batch, into: stream, by: Self.user, at: .unknown) {
        case .taken(let tally):
            if tally.rejectedCount > 0 {
                logger.warning(
                    "audit lines refused",
                    metadata: ["source": "\(batch.source)", "count": "\(tally.rejectedCount)"])
            }
            return TakenLines(
                accepted: tally.acceptedCount, rejected: tally.rejectedCount,
                errors: tally.problems.map { .init(line: $0.line, column: $0.column, reason: $0.reason) })
        case .repeated: return TakenLines()
        case .elsewhere: return nil
        case .busy: throw Unavailable(reason: "another batch of the source is being taken")
        }
    }
}
