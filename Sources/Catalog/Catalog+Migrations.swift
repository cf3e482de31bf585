internal import GRDB

extension Catalog {
    /// Brings the tables to the newest form; each step runs once, in a transaction of its own.
    static func migrate(_ database: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 identity", migrate: createIdentityTables)
        migrator.registerMigration("1 data service", migrate: createDataServiceTables)
        migrator.registerMigration("1 document audit", migrate: createDocumentAuditTables)
        migrator.registerMigration("2 retention", migrate: createRetentionTables)
        migrator.registerMigration("3 instance settings", migrate: createInstanceSettingsTable)
        migrator.registerMigration("4 collected places", migrate: createCollectedPlacesTable)
        guard try !database.read(migrator.hasBeenSuperseded) else {
            throw CatalogError(.newerVersion, "a newer Daybook has written this data folder; start that version")
        }
        try migrator.migrate(database)
    }

    private static func createIdentityTables(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE domains (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE
                ) STRICT;
                CREATE TABLE projects (
                    id TEXT PRIMARY KEY, domain TEXT NOT NULL REFERENCES domains, name TEXT NOT NULL,
                    UNIQUE (domain, name)
                ) STRICT;
                CREATE TABLE users (
                    id TEXT PRIMARY KEY, domain TEXT NOT NULL REFERENCES domains, name TEXT NOT NULL,
                    password TEXT NOT NULL, roles TEXT NOT NULL,
                    is_enabled INTEGER NOT NULL,
                    UNIQUE (domain, name)
                ) STRICT;
                CREATE TABLE access_keys (
                    id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users, secret TEXT NOT NULL
                ) STRICT;
                """)
    }

    private static func createDataServiceTables(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE workspaces (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects, name TEXT NOT NULL
                ) STRICT;
                CREATE TABLE clusters (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects,
                    workspace TEXT NOT NULL REFERENCES workspaces, name TEXT NOT NULL,
                    host TEXT NOT NULL, port INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE connections (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects, name TEXT NOT NULL,
                    kind TEXT NOT NULL, location TEXT NOT NULL
                ) STRICT;
                CREATE TABLE apps (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects,
                    workspace TEXT NOT NULL REFERENCES workspaces, name TEXT NOT NULL, kind TEXT NOT NULL,
                    key TEXT NOT NULL UNIQUE, secret TEXT NOT NULL
                ) STRICT;
                CREATE TABLE apis (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects,
                    workspace TEXT NOT NULL REFERENCES workspaces, definition TEXT NOT NULL
                ) STRICT;
                CREATE TABLE publications (
                    api TEXT NOT NULL REFERENCES apis, cluster TEXT NOT NULL REFERENCES clusters,
                    PRIMARY KEY (cluster, api)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE authorizations (
                    api TEXT NOT NULL REFERENCES apis, cluster TEXT NOT NULL REFERENCES clusters,
                    app TEXT NOT NULL REFERENCES apps,
                    PRIMARY KEY (cluster, api, app)
                ) STRICT, WITHOUT ROWID;
                """)
    }

    private static func createDocumentAuditTables(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE document_instances (
                    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects,
                    domain TEXT NOT NULL REFERENCES domains, name TEXT NOT NULL, mode TEXT NOT NULL,
                    created_microseconds INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE document_nodes (
                    id TEXT PRIMARY KEY, instance TEXT NOT NULL REFERENCES document_instances,
                    position INTEGER NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL,
                    upstream_host TEXT NOT NULL, upstream_port INTEGER NOT NULL,
                    UNIQUE (instance, position)
                ) STRICT;
                CREATE TABLE audit_policies (
                    instance TEXT PRIMARY KEY REFERENCES document_instances,
                    keep_days INTEGER NOT NULL, scope TEXT NOT NULL, types TEXT NOT NULL
                ) STRICT;
                """)
    }

    /// Masked fields are an array of JSON; group and stream are both there or both NULL.
    private static func createInstanceSettingsTable(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE instance_settings (
                    instance TEXT PRIMARY KEY REFERENCES document_instances, masked_fields TEXT NOT NULL,
                    slow_milliseconds INTEGER NOT NULL, hides_slow_literals INTEGER NOT NULL,
                    target_group TEXT, target_stream TEXT
                ) STRICT;
                """)
    }

    private static func createCollectedPlacesTable(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE collected_places (
                    instance TEXT NOT NULL REFERENCES document_instances, node TEXT NOT NULL, source TEXT NOT NULL,
                    position TEXT NOT NULL, sequence INTEGER NOT NULL,
                    PRIMARY KEY (instance, node, source)
                ) STRICT, WITHOUT ROWID;
                """)
    }

    /// In days and bytes NULL stands for the bound of the settings, 0 for none.
    private static func createRetentionTables(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE retention_rules (
                    kind TEXT NOT NULL, source TEXT NOT NULL, project TEXT NOT NULL REFERENCES projects,
                    days INTEGER, bytes INTEGER,
                    PRIMARY KEY (kind, source)
                ) STRICT;
                CREATE TABLE legal_holds (
                    id TEXT PRIMARY KEY, kind TEXT NOT NULL, project TEXT NOT NULL REFERENCES projects,
                    source TEXT NOT NULL, reason TEXT NOT NULL, placed_by TEXT NOT NULL,
                    placed_microseconds INTEGER NOT NULL, released_by TEXT, released_microseconds INTEGER
                ) STRICT;
                """)
    }
}
