/// Reads an SQLite file.
///
/// The file is opened when the first statement runs, and again when another file has taken its place; so one that is
/// not there yet, or not for a while, makes calls fail with `unavailable` and no more.
package final class SQLiteSource: SQLSource {
    private let path: String
    private let pool: ConnectionPool<Slot>

    /// Room for one connection.
    private struct Slot: Sendable {
        var connection: SQLiteConnection?
    }

    /// - Parameters:
    ///   - connectionCount: statements that run at a time.
    ///   - waitingRunCountMaximum: runs that may wait beyond them; more are refused with `overloaded`.
    package init(
        path: String, connectionCount: Int = Limits.sqliteConnectionCount,
        waitingRunCountMaximum: Int = Limits.sqliteWaitingRunCountMaximum
    ) {
        precondition(connectionCount > 0)
        self.path = path
        self.pool = ConnectionPool(
            Array(repeating: Slot(), count: connectionCount), waiterCountMaximum: waitingRunCountMaximum)
    }

    package func run(_ statement: String, values: [SQLValue], limits: RunLimits) async throws -> SQLRows {
        guard !statement.utf8.contains(0) else {
            throw SQLSourceError(.refused, "the statement has a NUL character, behind which nothing would run")
        }
        let deadline = ContinuousClock.now.advanced(by: limits.time)
        var slot = try await pool.acquire(until: deadline)
        defer { giveBack(slot) }
        if let connection = slot.connection {
            do {
                return try await connection.run(statement, values: values, limits: limits, until: deadline)
            } catch is SQLiteConnection.Stale {
                slot.connection = nil
                close(connection)
            }
        }
        let connection = try await SQLiteConnection.open(path: path, until: deadline)
        slot.connection = connection
        do {
            return try await connection.run(statement, values: values, limits: limits, until: deadline)
        } catch is SQLiteConnection.Stale {
            throw SQLSourceError(.unavailable, "the database file is being replaced, try again")
        }
    }

    package func close() async {
        for slot in pool.close() {
            if let connection = slot.connection { close(connection) }
        }
    }

    private func giveBack(_ slot: Slot) {
        if pool.isClosed, let connection = slot.connection {
            close(connection)
        }
        pool.release(slot)
    }

    private func close(_ connection: SQLiteConnection) {
        // Nothing can be done about a file that does not close; it was open for reading only.
        try? connection.close()
    }
}
