package import Retention

extension RetentionService {
    /// What holds for a source, in the form of the routes.
    package func answer(of source: LogSource) async throws -> RetentionAnswer {
        let active = try await holds(in: source.project, includingReleased: false).filter { $0.source == source }
        return RetentionAnswer(
            source, rule: try await rule(of: source), limits: try await limits(of: source), holdCount: active.count)
    }

    package func apply(_ change: RetentionChange, to source: LogSource) async throws -> RetentionAnswer {
        try await save(change.applied(to: try await rule(of: source)), of: source)
        return try await answer(of: source)
    }
}
