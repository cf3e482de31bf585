internal import Logbook
package import Retention
internal import Synchronization

/// Rules and legal holds that are gone when the test is over.
package final class InMemoryRetentionRepository: RetentionRepository {
    private struct State {
        var rules: [LogSource: RetentionRule] = [:]
        var holds: [String: LegalHold] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func rule(of source: LogSource) async throws -> RetentionRule {
        state.withLock { $0.rules[source] ?? .standard }
    }

    package func save(_ rule: RetentionRule, of source: LogSource) async throws {
        state.withLock { $0.rules[source] = rule }
    }

    package func hold(_ id: String, in project: String) async throws -> LegalHold? {
        state.withLock { $0.holds[id] }.flatMap { $0.source.project == project ? $0 : nil }
    }

    package func holds(in project: String) async throws -> [LegalHold] {
        state.withLock { state in
            state.holds.values.filter { $0.source.project == project }
                .sorted { ($1.time, $0.id) < ($0.time, $1.id) }
        }
    }

    package func save(_ hold: LegalHold) async throws {
        state.withLock { $0.holds[hold.id] = hold }
    }
}
