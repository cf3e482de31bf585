internal import Dispatch
internal import FoundationEssentials
internal import GRDB
internal import Synchronization

/// One open connection to an SQLite file, for reading. Runs one statement at a time, on a queue of its own.
final class SQLiteConnection: Sendable {
    /// The file is not the one any more that this connection has open.
    struct Stale: Error {}

    private let path: String
    private let identity: FileIdentity
    private let queue: DatabaseQueue
    private let deadline: SQLiteDeadline
    private let compiled = Mutex<Set<String>>([])

    /// Opens the file, which may have to wait for a lock, on a thread of its own: the threads of the global queues are
    /// those of all tasks.
    static func open(path: String, until instant: ContinuousClock.Instant) async throws -> SQLiteConnection {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "sqlite open").async {
                continuation.resume(with: Result { try SQLiteConnection(path: path, until: instant) })
            }
        }
    }

    private init(path: String, until instant: ContinuousClock.Instant) throws {
        guard let identity = SQLiteInterface.identity(ofFileAt: path) else {
            throw SQLSourceError(.unavailable, "the database file is not there, check the connection")
        }
        let deadline = SQLiteDeadline()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "sqlite source"
        configuration.busyMode = .callback { _ in
            guard !deadline.isOver else { return false }
            SQLiteInterface.sleep(microseconds: Limits.sqliteBusyWaitMicroseconds)
            return true
        }
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA query_only = 1")
            try database.execute(sql: "PRAGMA trusted_schema = 0")
            SQLiteInterface.install(deadline, on: database)
            SQLiteInterface.allowReadingOnly(on: database)
        }
        deadline.set(instant)
        defer { deadline.set(nil) }
        do {
            self.queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw Self.translated(error, isCompiling: false, isLate: deadline.isOver)
        }
        self.path = path
        self.identity = identity
        self.deadline = deadline
    }

    /// - Throws: `Stale`, `SQLSourceError` or `CancellationError`.
    func run(
        _ sql: String, values: [SQLValue], limits: RunLimits, until instant: ContinuousClock.Instant
    ) async throws -> SQLRows {
        try await queue.unsafeRead { [self] database in
            guard SQLiteInterface.identity(ofFileAt: path) == identity else { throw Stale() }
            deadline.set(instant)
            defer { deadline.set(nil) }
            let statement = try compile(sql, on: database)
            do {
                return try Self.rows(of: statement, values: values, limits: limits)
            } catch let error as DatabaseError {
                throw Self.translated(error, isCompiling: false, isLate: deadline.isOver)
            }
        }
    }

    func close() throws {
        try queue.close()
    }

    private func compile(_ sql: String, on database: Database) throws -> Statement {
        let isKept = compiled.withLock { compiled in
            compiled.contains(sql)
                || compiled.count < Limits.sqliteCompiledStatementCountMaximum && compiled.insert(sql).inserted
        }
        do {
            let statement = try isKept ? database.cachedStatement(sql: sql) : database.makeStatement(sql: sql)
            guard statement.isReadonly, statement.columnCount > 0 else {
                throw SQLSourceError(.refused, "the statement does more than read, write a SELECT")
            }
            return statement
        } catch let error as DatabaseError {
            throw Self.translated(error, isCompiling: true, isLate: deadline.isOver)
        }
    }

    private static func rows(of statement: Statement, values: [SQLValue], limits: RunLimits) throws -> SQLRows {
        let columnNames = statement.columnNames
        var rows: [[SQLValue]] = []
        var byteCount = 0
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(values.map(\.databaseValue)))
        while let row = try cursor.next() {
            guard rows.count < limits.rowCount else {
                throw SQLSourceError(.tooLarge, "there are more than \(limits.rowCount) rows, ask for them in pages")
            }
            var values: [SQLValue] = []
            values.reserveCapacity(columnNames.count)
            for index in columnNames.indices {
                let value = SQLValue(row[index] as DatabaseValue)
                byteCount += value.byteCount
                values.append(value)
            }
            guard byteCount <= limits.byteCount else {
                throw SQLSourceError(.tooLarge, "the rows take more than \(limits.byteCount) bytes, ask for fewer")
            }
            rows.append(values)
        }
        return SQLRows(columnNames: columnNames, rows: rows)
    }

    /// - Parameter isCompiling: then SQLite's words are about the text of the statement and may be repeated; later they
    ///   may quote values.
    private static func translated(_ error: DatabaseError, isCompiling: Bool, isLate: Bool) -> any Error {
        let words = SQLiteInterface.words(for: error.resultCode)
        switch error.resultCode {
        case .SQLITE_INTERRUPT, .SQLITE_BUSY, .SQLITE_LOCKED:
            guard isLate else {
                return SQLSourceError(.unavailable, "the database was interrupted or is locked, try again later")
            }
            return SQLSourceError(.timeout, "the statement did not end in time, narrow it or add an index")
        case .SQLITE_AUTH, .SQLITE_READONLY, .SQLITE_PERM:
            return SQLSourceError(.refused, "the statement does more than read, write a SELECT")
        case .SQLITE_CANTOPEN, .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_NOLFS:
            return SQLSourceError(.unavailable, "the database cannot be read, \(words)")
        default:
            let text = isCompiling ? error.message ?? words : words
            return SQLSourceError(.sqlError, "the statement failed, \(text)")
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .text(value)
        case .blob(let value): self = .blob(Array(value))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .double(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let value): Data(value).databaseValue
        }
    }
}
