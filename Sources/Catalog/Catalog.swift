internal import GRDB
package import Identity

/// Keeps everything that is not a log, in one SQLite file: who may come in, what is published, which instances there
/// are.
///
/// Every save is on disk before it returns (`synchronous=FULL`). Secrets are sealed with the installation's key before
/// they reach the file. Several readers work while one writer does.
package final class Catalog: Sendable {
    let database: DatabasePool
    let secrets: SecretBox
    let memory: CatalogMemory

    /// Opens the catalog, makes the file where there is none, and brings its tables up to date.
    ///
    /// - Throws: `CatalogError` with `unavailable` or `newerVersion`.
    package init(path: String, secrets: SecretBox) throws {
        do {
            self.database = try DatabasePool(path: path, configuration: Self.configuration)
            self.memory = try CatalogMemory(path: path)
        } catch {
            throw CatalogError(.unavailable, "cannot open the catalog at \(path): \(error)")
        }
        self.secrets = secrets
        try Self.demandFullSynchronisation(of: database)
        try Self.migrate(database)
    }

    /// Closes the file; later calls throw.
    package func close() throws {
        try memory.close()
        try database.close()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "catalog"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        return configuration
    }

    /// A pool sets `NORMAL` itself when it turns the write-ahead log on, so this has to come after, and is read back.
    private static func demandFullSynchronisation(of database: DatabasePool) throws {
        let full = 2
        let setting = try database.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(connection, sql: "PRAGMA synchronous")
        }
        guard setting == full else {
            throw CatalogError(.unavailable, "the catalog cannot be set to write through to the disk")
        }
    }
}
