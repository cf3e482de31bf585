internal import Logbook

/// The promises of `LogStore`, each as a check that throws `ContractViolation`. Every store passes all of them; each
/// check gets an empty store.
package struct LogStoreContract: Sendable, CustomStringConvertible {
    /// The promise in words.
    package let description: String
    package let check: @Sendable (any StoreUnderTest) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (any StoreUnderTest) async throws -> Void) {
        self.description = description
        self.check = check
    }

    package static let all: [LogStoreContract] = appending + reading + sealing + questions + concurrency

    static let accessLog = Stream.access(project: "project", cluster: "cluster")
    static let auditLog = Stream.audit(project: "project", instance: "instance", node: "node")
    /// Names that would do harm in a path or a query.
    static let strange = Stream.audit(project: "../..", instance: "a/b\u{0}c'\"", node: "节点 \n")
    static let everything = 1_000_000

    /// Access records with the given numbers in their row counts, a second apart.
    static func records(_ numbers: Range<Int>) -> [LogRecord] {
        numbers.map { number in
            .access(
                .sample(
                    milliseconds: 1_767_323_045_000 + Int64(number) * 1_000, sequence: Int64(number),
                    workspace: number % 3 == 0 ? "other" : "default",
                    app: number % 2 == 0 ? nil : AccessRecord.Reference(id: "app", name: "app"),
                    rowCount: Int64(number)))
        }
    }

    static func time(_ number: Int) -> Timestamp {
        Timestamp(milliseconds: 1_767_323_045_000 + Int64(number) * 1_000)
    }

    /// Runs a check on a store, and closes it afterwards.
    static func withStore(
        _ subject: any StoreUnderTest, _ body: (any LogStore) async throws -> Void
    ) async throws {
        let store = try await subject.open()
        do {
            try await body(store)
        } catch {
            try await subject.close(store)
            throw error
        }
        try await subject.close(store)
    }

    /// All records of a stream, oldest first; their numbers have to be dense from the first on.
    static func all(_ stream: Stream, of store: any LogStore) async throws -> [StoredRecord] {
        try await store.scan(LogQuery(stream: stream, order: .oldestFirst, limit: everything)).records
    }
}
