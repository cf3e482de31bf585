internal import GRDB
internal import GRDBSQLite
internal import Glibc
internal import Synchronization

/// What GRDB has no words for: a deadline inside a running statement, a guard over what may be compiled, a bound for
/// single values, and the identity of a file. The only unsafe code of this target.
enum SQLiteInterface {
    /// Stops a statement soon after the deadline: SQLite asks between its instructions whether to go on.
    ///
    /// - Parameter deadline: outlives the connection.
    static func install(_ deadline: SQLiteDeadline, on database: Database) {
        let context = unsafe Unmanaged.passUnretained(deadline).toOpaque()
        unsafe sqlite3_progress_handler(
            database.sqliteConnection, Limits.sqliteInstructionCountBetweenChecks,
            { context in
                guard let context = unsafe context else { return 0 }
                return unsafe Unmanaged<SQLiteDeadline>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, context)
    }

    /// Lets statements read and compute, and nothing else. Source: https://sqlite.org/c3ref/set_authorizer.html
    static func allowReadingOnly(on database: Database) {
        unsafe sqlite3_set_authorizer(
            database.sqliteConnection,
            { _, action, first, second, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE:
                    return SQLITE_OK
                case SQLITE_FUNCTION:
                    return unsafe isEqual(second, "load_extension") ? SQLITE_DENY : SQLITE_OK
                case SQLITE_PRAGMA:
                    // Full text search asks for it by itself.
                    return unsafe isEqual(first, "data_version") && second == nil ? SQLITE_OK : SQLITE_DENY
                case SQLITE_UPDATE:
                    // Asked for when a virtual table is opened; the file itself is open for reading only.
                    return unsafe isEqual(first, "sqlite_master") ? SQLITE_OK : SQLITE_DENY
                default:
                    return SQLITE_DENY
                }
            }, nil)
        _ = unsafe sqlite3_limit(
            database.sqliteConnection, SQLITE_LIMIT_LENGTH, Limits.sqliteValueByteCountMaximum)
        _ = unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
    }

    /// The words that SQLite has for a result code, without anything of the statement.
    static func words(for code: ResultCode) -> String {
        unsafe sqlite3_errstr(code.rawValue).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }

    /// `nil` when there is no such file.
    static func identity(ofFileAt path: String) -> FileIdentity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    static func sleep(microseconds: UInt32) {
        usleep(microseconds)
    }
}

private func isEqual(_ text: UnsafePointer<CChar>?, _ name: String) -> Bool {
    guard let text = unsafe text else { return false }
    return unsafe strcasecmp(text, name) == 0
}

/// Tells whether the file behind a path is still the one that was opened.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
}

/// When the statement that runs on a connection has to end.
final class SQLiteDeadline: Sendable {
    private let instant = Mutex<ContinuousClock.Instant?>(nil)

    func set(_ deadline: ContinuousClock.Instant?) {
        instant.withLock { $0 = deadline }
    }

    var isOver: Bool {
        guard let instant = instant.withLock({ $0 }) else { return false }
        return ContinuousClock.now >= instant
    }
}
