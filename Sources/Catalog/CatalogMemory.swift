internal import GRDB
internal import Synchronization

/// What was read of the catalog lately, for as long as nobody changes the catalog.
///
/// Whether somebody has is asked of SQLite each time: its data version tells of every commit, also of another
/// process. So whoever is disabled, and whatever is moved or removed, is so for the very next request. To ask takes
/// microseconds; to read takes a change of threads as well.
final class CatalogMemory: Sendable {
    /// A question to the catalog; the type tells what was made of the answer.
    struct Question: Hashable {
        var sql: String
        var arguments: StatementArguments
        var type: ObjectIdentifier
    }

    private struct State {
        var version: Int?
        var answers: [Question: any Sendable] = [:]
    }

    /// Answers that are kept: more than requests of one minute ask for, and a few hundred bytes each.
    private static let answerCount = 1_000

    /// Writes nothing and holds no transaction open.
    private let watch: DatabaseQueue
    private let state = Mutex(State())

    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "catalog.watch"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        watch = try DatabaseQueue(path: path, configuration: configuration)
    }

    func close() throws {
        try watch.close()
    }

    /// What is known, or else what is read now.
    func answer<Value: Sendable>(
        to sql: String, _ arguments: StatementArguments, read: () async throws -> Value
    ) async throws -> Value {
        let question = Question(sql: sql, arguments: arguments, type: ObjectIdentifier(Value.self))
        let version = try version()
        if let known = known(question, version), let answer = known as? Value { return answer }
        let answer = try await read()
        state.withLock { state in
            // What was read is at least as new as the version, so the next look finds out if it was changed since.
            guard state.version == version else { return }
            if state.answers.count >= Self.answerCount { state.answers = [:] }
            state.answers[question] = answer
        }
        return answer
    }

    private func known(_ question: Question, _ version: Int) -> (any Sendable)? {
        state.withLock { state in
            if state.version != version { state = State(version: version) }
            return state.answers[question]
        }
    }

    private func version() throws -> Int {
        try watch.unsafeRead { connection in
            let statement = try connection.cachedStatement(sql: "PRAGMA data_version")
            guard let version = try Int.fetchOne(statement) else {
                throw CatalogError(.unavailable, "the catalog does not tell its version")
            }
            return version
        }
    }
}
