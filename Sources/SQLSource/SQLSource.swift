/// A database of the user's that queries are run on. One folder a connector.
///
/// Promises, for every connector:
/// - *Reading only*: a statement that would write, attach, load or set anything is refused, whoever wrote it.
/// - *Bound values*: each `?` of the statement takes one value; values are never part of its text.
/// - *Bounded*: a run ends within its time limit, give or take a moment, and its source stays usable; so it does when
///   the task that runs it is cancelled. What waits for its turn is bounded too.
/// - *Away from the event loops*: a run may block a thread, but one of the connector's own.
package protocol SQLSource: Sendable {
    /// Runs one statement.
    ///
    /// - Throws: `SQLSourceError`, or `CancellationError`.
    func run(_ statement: String, values: [SQLValue], limits: RunLimits) async throws -> SQLRows

    /// Gives back files and connections. A run that comes later is refused with `unavailable`.
    func close() async
}
