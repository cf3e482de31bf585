internal import GRDB

extension Catalog {
    /// The first row of the answer as a value of the domain, from memory where it is known.
    func known<Value: Sendable>(
        _ sql: String, _ arguments: StatementArguments, _ make: @escaping @Sendable (Row) throws -> Value
    ) async throws -> Value? {
        try await memory.answer(to: sql, arguments) { try await first(sql, arguments, make) }
    }

    /// All rows of the answer, likewise; for answers of few rows.
    func knownAll<Value: Sendable>(
        _ sql: String, _ arguments: StatementArguments, _ make: @escaping @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        try await memory.answer(to: sql, arguments) { try await all(sql, arguments, make) }
    }

    /// The first row of the answer as a value of the domain.
    func first<Value: Sendable>(
        _ sql: String, _ arguments: StatementArguments, _ make: @escaping @Sendable (Row) throws -> Value
    ) async throws -> Value? {
        try await database.read { connection in
            try Row.fetchOne(connection, sql: sql, arguments: arguments).map(make)
        }
    }

    func all<Value: Sendable>(
        _ sql: String, _ arguments: StatementArguments, _ make: @escaping @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        try await database.read { connection in
            try Row.fetchAll(connection, sql: sql, arguments: arguments).map(make)
        }
    }
}
