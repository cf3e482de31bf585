import Foundation
import GRDB
import SQLSource
import Testing

struct SQLiteSourceTests {
    private static let limits = RunLimits(time: .seconds(20), rowCount: 100, byteCount: 1_000_000)
    private static let runaway =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < ?"

    private static func run(
        _ source: SQLiteSource, _ sql: String, _ values: [SQLValue] = [], limits: RunLimits = limits
    ) async throws -> SQLRows {
        try await source.run(sql, values: values, limits: limits)
    }

    @Test func `every kind of value comes back as it went in`() async throws {
        let database = try TemporaryDatabase()
        let source = SQLiteSource(path: database.path)
        let values: [SQLValue] = [
            .null, .integer(.min), .integer(.max), .double(0.1), .text("O'Brien; DROP TABLE t; -- 🌊 上海"), .text(""),
            .blob([0, 255, 10]), .text(String(repeating: "x", count: 100_000)),
        ]
        let rows = try await Self.run(source, "SELECT ?, ?, ?, ?, ?, ?, ?, ?", values)
        #expect(rows.rows == [values])
    }

    @Test func `columns keep their order and their names, also when two are alike`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (b, a); INSERT INTO t VALUES (1, 2), (3, 4)")
        let rows = try await Self.run(
            SQLiteSource(path: database.path), "SELECT b AS \"z\", a, b AS \"z\" FROM t ORDER BY 1")
        #expect(rows.columnNames == ["z", "a", "z"])
        #expect(rows.rows == [[.integer(1), .integer(2), .integer(1)], [.integer(3), .integer(4), .integer(3)]])
    }

    @Test func `no rows have columns nevertheless`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a)")
        let rows = try await Self.run(SQLiteSource(path: database.path), "SELECT a FROM t")
        #expect(rows == SQLRows(columnNames: ["a"], rows: []))
    }

    @Test(arguments: [
        "INSERT INTO t VALUES (2)", "DELETE FROM t", "UPDATE t SET a = 3", "DROP TABLE t", "CREATE TABLE u (a)",
        "CREATE TEMP TABLE u (a)", "INSERT INTO t VALUES (2) RETURNING a", "REPLACE INTO t VALUES (1)",
        "ATTACH 'other.sqlite' AS other", "DETACH main", "PRAGMA query_only = 0", "PRAGMA table_info(t)",
        "SELECT * FROM pragma_database_list", "SELECT * FROM pragma_table_info('t')", "VACUUM",
        "VACUUM INTO 'copy.sqlite'",
        "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT s", "REINDEX", "ANALYZE", "SELECT load_extension('x')",
        "ALTER TABLE t ADD COLUMN b", "CREATE VIEW v AS SELECT 1", "SELECT 1; DELETE FROM t", "SELECT 1; SELECT 2",
        "", " ", "-- nothing", "SELECT", "SELECT 1 FROM nowhere", "SELECT \"nocolumn\" FROM t", "SELECT ?",
        "SELECT :name",
        "SELECT ?5", "SELECT abs(-9223372036854775808)", "SELECT zeroblob(1000000000)", "SELECT 1\u{0}; DELETE FROM t",
        "EXPLAIN DELETE FROM t", "UPDATE sqlite_master SET sql = ''",
    ])
    func `anything but one reading statement is refused and leaves everything as it was`(sql: String) async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let source = SQLiteSource(path: database.path, connectionCount: 1)
        let before = try Data(contentsOf: URL(fileURLWithPath: database.path))
        let error = await #expect(throws: SQLSourceError.self) { try await Self.run(source, sql) }
        #expect([.refused, .sqlError].contains(error?.code))
        #expect(error?.message.contains(database.folder) == false)
        let rows = try await Self.run(source, "SELECT a FROM t")
        #expect(rows.rows == [[.integer(1)]])
        #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: database.folder) == ["shop.sqlite"])
    }

    @Test func `values do not show in the message of a failure`() async throws {
        let database = try TemporaryDatabase("CREATE VIRTUAL TABLE t USING fts5(a)")
        let source = SQLiteSource(path: database.path)
        for sql in ["SELECT * FROM t WHERE t MATCH ?", "SELECT json_extract('{}', ?)", "SELECT json(?)"] {
            let error = await #expect(throws: SQLSourceError.self) {
                try await Self.run(source, sql, [.text("hunter2\"[")])
            }
            #expect(error?.code == .sqlError)
            #expect(error?.message.contains("hunter2") == false)
        }
    }

    @Test func `full text tables and JSON can be read`() async throws {
        let database = try TemporaryDatabase(
            "CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('red apple'), ('green pear')")
        let rows = try await Self.run(
            SQLiteSource(path: database.path), "SELECT a, json_object('a', a) FROM t WHERE t MATCH ?", [.text("pear")])
        #expect(rows.rows == [[.text("green pear"), .text("{\"a\":\"green pear\"}")]])
    }

    @Test func `a runaway statement ends within its time and the connection goes on`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let source = SQLiteSource(path: database.path, connectionCount: 1)
        for _ in 0..<3 {
            var limits = Self.limits
            limits.time = .milliseconds(50)
            await #expect(throws: SQLSourceError(.timeout, "")) {
                try await Self.run(source, Self.runaway, [.integer(.max)], limits: limits)
            }
            #expect(try await Self.run(source, "SELECT a FROM t").rows == [[.integer(1)]])
        }
    }

    @Test func `a cancelled statement ends and the connection goes on`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let source = SQLiteSource(path: database.path, connectionCount: 1)
        let limits = RunLimits(time: .seconds(3_600), rowCount: 1, byteCount: 1_000)
        let task = Task { try await Self.run(source, Self.runaway, [.integer(.max)], limits: limits) }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await Self.run(source, "SELECT a FROM t").rows == [[.integer(1)]])
    }

    @Test func `too many rows or bytes are refused, never cut`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)")
        let source = SQLiteSource(path: database.path)
        let three = RunLimits(time: .seconds(20), rowCount: 3, byteCount: 24)
        #expect(try await Self.run(source, "SELECT a FROM t", limits: three).rows.count == 3)
        for limits in [
            RunLimits(time: .seconds(20), rowCount: 2, byteCount: 24),
            RunLimits(time: .seconds(20), rowCount: 3, byteCount: 23),
        ] {
            await #expect(throws: SQLSourceError(.tooLarge, "")) {
                try await Self.run(source, "SELECT a FROM t", limits: limits)
            }
        }
    }

    @Test func `a file that is missing, vanishes, is replaced or is no database is told apart`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let source = SQLiteSource(path: database.path, connectionCount: 1)
        #expect(try await Self.run(source, "SELECT a FROM t").rows == [[.integer(1)]])
        try database.remove()
        await #expect(throws: SQLSourceError(.unavailable, "")) { try await Self.run(source, "SELECT a FROM t") }
        try Data("this is a picture, not a database, and long enough to have a header".utf8)
            .write(to: URL(fileURLWithPath: database.path))
        await #expect(throws: SQLSourceError(.unavailable, "")) { try await Self.run(source, "SELECT a FROM t") }
        try database.remove()
        try database.write("CREATE TABLE t (a); INSERT INTO t VALUES (2)")
        #expect(try await Self.run(source, "SELECT a FROM t").rows == [[.integer(2)]])
    }

    @Test func `a writer's lock is waited for, but not longer than the time allows`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let source = SQLiteSource(path: database.path, connectionCount: 1)
        _ = try await Self.run(source, "SELECT a FROM t")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let writer = try DatabaseQueue(path: database.path, configuration: configuration)
        try await writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let limits = RunLimits(time: .milliseconds(50), rowCount: 1, byteCount: 100)
        await #expect(throws: SQLSourceError(.timeout, "")) {
            try await Self.run(source, "SELECT a FROM t", limits: limits)
        }
        let patient = Task { try await Self.run(source, "SELECT a FROM t") }
        try await Task.sleep(for: .milliseconds(20))
        try await writer.writeWithoutTransaction { try $0.execute(sql: "INSERT INTO t VALUES (2); COMMIT") }
        #expect(try await patient.value.rows.count == 2)
    }

    @Test func `a closed source refuses`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a)")
        let source = SQLiteSource(path: database.path)
        _ = try await Self.run(source, "SELECT a FROM t")
        await source.close()
        await #expect(throws: SQLSourceError(.unavailable, "")) { try await Self.run(source, "SELECT a FROM t") }
        await source.close()
    }

    @Test func `many runs share few connections and none gets another's rows`() async throws {
        let database = try TemporaryDatabase("CREATE TABLE t (a)")
        let source = SQLiteSource(path: database.path, connectionCount: 2, waitingRunCountMaximum: 1_000)
        let limits = RunLimits(time: .seconds(300), rowCount: 10, byteCount: 1_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<500 as Range<Int64> {
                group.addTask {
                    let rows = try await Self.run(
                        source, "SELECT ?, \(number % 300)", [.integer(number)], limits: limits)
                    #expect(rows.rows == [[.integer(number), .integer(number % 300)]])
                }
            }
            try await group.waitForAll()
        }
    }
}
