internal import GRDB
internal import Logbook
package import Retention

extension Catalog: RetentionRepository {
    package func rule(of source: LogSource) async throws -> RetentionRule {
        try await first(
            "SELECT * FROM retention_rules WHERE kind = ? AND source = ?", [source.kindName, source.id],
            RetentionRule.init(row:)) ?? .standard
    }

    package func save(_ rule: RetentionRule, of source: LogSource) async throws {
        try await replace(
            "retention_rules",
            with: [
                "kind": source.kindName, "project": source.project, "source": source.id,
                "days": rule.days.stored, "bytes": rule.bytes.stored,
            ],
            key: "kind, source")
    }

    package func hold(_ id: String, in project: String) async throws -> LegalHold? {
        try await first("SELECT * FROM legal_holds WHERE id = ? AND project = ?", [id, project], LegalHold.init(row:))
    }

    package func holds(in project: String) async throws -> [LegalHold] {
        try await all(
            "SELECT * FROM legal_holds WHERE project = ? ORDER BY placed_microseconds DESC, id", [project],
            LegalHold.init(row:))
    }

    package func save(_ hold: LegalHold) async throws {
        try await replace(
            "legal_holds",
            with: [
                "id": hold.id, "kind": hold.source.kindName, "project": hold.source.project,
                "source": hold.source.id, "reason": hold.reason, "placed_by": hold.user,
                "placed_microseconds": hold.time.microseconds, "released_by": hold.release?.user,
                "released_microseconds": hold.release?.time.microseconds,
            ])
    }
}

extension LogSource {
    fileprivate var kindName: String { "\(kind)" }
}

extension RetentionBound {
    /// NULL stands for the settings' bound, 0 for none.
    fileprivate var stored: Int? {
        switch self {
        case .standard: nil
        case .unlimited: 0
        case .limit(let value): value
        }
    }

    fileprivate init(stored: Int?) {
        self = stored.map { $0 == 0 ? .unlimited : .limit($0) } ?? .standard
    }
}

extension RetentionRule {
    init(row: Row) {
        self.init(days: RetentionBound(stored: row["days"]), bytes: RetentionBound(stored: row["bytes"]))
    }
}

extension LegalHold {
    init(row: Row) throws {
        let name: String = row["kind"]
        guard let kind = Stream.Kind.allCases.first(where: { "\($0)" == name }) else {
            throw CatalogError(.corruption, "an unknown kind stands in the table legal_holds")
        }
        let releasedBy: String? = row["released_by"]
        let released: Int64? = row["released_microseconds"]
        self.init(
            id: row["id"], source: LogSource(kind: kind, project: row["project"], id: row["source"]),
            reason: row["reason"], user: row["placed_by"],
            time: Timestamp(microseconds: row["placed_microseconds"]),
            release: releasedBy.flatMap { user in
                released.map { Release(by: user, at: Timestamp(microseconds: $0)) }
            })
    }
}
