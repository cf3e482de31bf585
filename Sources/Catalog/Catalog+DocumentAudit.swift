package import DocumentAudit
internal import FoundationEssentials
internal import GRDB
package import Logbook

extension Catalog: DocumentAuditRepository {
    package func instance(_ id: String, in project: String) async throws -> DocumentInstance? {
        try await instances(where: "id = ? AND project = ?", [id, project]).first
    }

    package func instances(in project: String) async throws -> [DocumentInstance] {
        try await instances(where: "project = ?", [project])
    }

    package func instances() async throws -> [DocumentInstance] {
        try await instances(where: "TRUE", [])
    }

    private func instances(
        where condition: String, _ arguments: StatementArguments
    ) async throws -> [DocumentInstance] {
        try await database.read { connection in
            let nodes = try Dictionary(
                grouping: Row.fetchAll(connection, sql: "SELECT * FROM document_nodes ORDER BY instance, position"),
                by: { row -> String in row["instance"] })
            return try Row.fetchAll(
                connection,
                sql: """
                    SELECT * FROM document_instances WHERE \(condition) ORDER BY created_microseconds DESC, id
                    """,
                arguments: arguments
            ).map { try DocumentInstance(row: $0, nodes: nodes[$0["id"], default: []].map(DocumentNode.init(row:))) }
        }
    }

    package func policy(of instance: String) async throws -> AuditPolicy {
        try await first("SELECT * FROM audit_policies WHERE instance = ?", [instance], AuditPolicy.init(row:)) ?? .off
    }

    package func settings(of instance: String) async throws -> InstanceSettings {
        try await first(
            "SELECT * FROM instance_settings WHERE instance = ?", [instance], InstanceSettings.init(row:)) ?? .standard
    }

    package func save(_ settings: InstanceSettings, of instance: String) async throws {
        let fields = String(decoding: try JSONEncoder().encode(settings.maskedFields), as: UTF8.self)
        try await replace(
            "instance_settings",
            with: [
                "instance": instance, "masked_fields": fields, "slow_milliseconds": settings.slowMilliseconds,
                "hides_slow_literals": settings.hidesSlowLiterals, "target_group": settings.logTarget?.group,
                "target_stream": settings.logTarget?.stream,
            ],
            key: "instance")
    }

    package func collectedPlace(
        of source: String, in stream: Logbook.Stream
    ) async throws -> CollectedPlace? {
        try await first(
            "SELECT * FROM collected_places WHERE instance = ? AND node = ? AND source = ?",
            [stream.source, stream.node, source]
        ) { CollectedPlace(position: $0["position"], sequence: UInt64($0["sequence"] as Int64)) }
    }

    package func save(_ place: CollectedPlace, of source: String, in stream: Logbook.Stream) async throws {
        try await replace(
            "collected_places",
            with: [
                "instance": stream.source, "node": stream.node, "source": source, "position": place.position,
                "sequence": Int64(place.sequence),
            ],
            key: "instance, node, source")
    }

    package func save(_ instance: DocumentInstance) async throws {
        try await writing { connection in
            try connection.execute(
                sql: Self.upsert(
                    into: "document_instances",
                    columns: ["id", "project", "domain", "name", "mode", "created_microseconds"], key: "id"),
                arguments: [
                    instance.id, instance.project, instance.domain, instance.name, instance.mode.rawValue,
                    instance.created.microseconds,
                ])
            try connection.execute(sql: "DELETE FROM document_nodes WHERE instance = ?", arguments: [instance.id])
            for (position, node) in instance.nodes.enumerated() {
                try connection.execute(
                    sql: """
                        INSERT INTO document_nodes
                            (id, instance, position, name, host, port, upstream_host, upstream_port)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        node.id, instance.id, position, node.name, node.host, node.port, node.upstreamHost,
                        node.upstreamPort,
                    ])
            }
        }
    }

    package func save(_ policy: AuditPolicy, of instance: String) async throws {
        try await replace(
            "audit_policies",
            with: [
                "instance": instance, "keep_days": policy.keepDays, "scope": policy.scope,
                "types": policy.types.map { String(describing: $0) }.joined(separator: ","),
            ],
            key: "instance")
    }
}
