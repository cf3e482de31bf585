internal import GRDB

extension Catalog {
    /// Inserts a row, or brings the row with the same key up to date.
    ///
    /// Table and column names are those of this target, never a caller's.
    func replace(
        _ table: String, with row: KeyValuePairs<String, (any DatabaseValueConvertible)?>, key: String = "id"
    ) async throws {
        let statement = Self.upsert(into: table, columns: row.map(\.key), key: key)
        let arguments = StatementArguments(row.map(\.value))
        try await writing { connection in
            try connection.execute(sql: statement, arguments: arguments)
        }
    }

    static func upsert(into table: String, columns: [String], key: String) -> String {
        let names = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let keyColumns = key.split(separator: ", ").map(String.init)
        let changes = columns.filter { !keyColumns.contains($0) }.map { "\($0) = excluded.\($0)" }
        let resolution = changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes.joined(separator: ", "))"
        return "INSERT INTO \(table) (\(names)) VALUES (\(marks)) ON CONFLICT (\(key)) DO \(resolution)"
    }

    /// Runs the changes in one transaction; a broken constraint becomes `conflict`.
    func writing(_ changes: @escaping @Sendable (Database) throws -> Void) async throws {
        do {
            try await database.write(changes)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw CatalogError(.conflict, error.message ?? "the object contradicts another one")
        }
    }
}
