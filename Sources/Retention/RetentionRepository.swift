/// Where rules and legal holds are kept.
package protocol RetentionRepository: Sendable {
    /// The rule of a source; `RetentionRule.standard` where none was ever set.
    func rule(of source: LogSource) async throws -> RetentionRule
    func save(_ rule: RetentionRule, of source: LogSource) async throws

    func hold(_ id: String, in project: String) async throws -> LegalHold?
    /// All holds of a project, released ones included, the newest first.
    func holds(in project: String) async throws -> [LegalHold]
    func save(_ hold: LegalHold) async throws
}

extension RetentionRepository {
    /// The holds that keep a source's segments.
    package func activeHolds(on source: LogSource) async throws -> [LegalHold] {
        try await holds(in: source.project).filter { $0.source == source && $0.release == nil }
    }
}
