/// What the connectors bound, and why.
package enum Limits {
    /// Statements that run on one SQLite file at a time. Readers do not block each other; more of them than cores only
    /// take memory for page caches.
    package static let sqliteConnectionCount = 4
    /// Runs that may wait for one of the connections. At the time limit of a call they would be refused anyway.
    package static let sqliteWaitingRunCountMaximum = 128
    /// Statements that a connection keeps compiled; their texts come from definitions, so a few dozen are usual.
    static let sqliteCompiledStatementCountMaximum = 256
    /// Instructions of SQLite's machine between two looks at the clock: some microseconds.
    static let sqliteInstructionCountBetweenChecks: Int32 = 1_000
    /// Bytes of a single text or blob inside SQLite: a statement cannot ask for more memory at once.
    static let sqliteValueByteCountMaximum: Int32 = 64 << 20
    /// Between two tries to get past a writer's lock.
    static let sqliteBusyWaitMicroseconds: UInt32 = 1_000
}
