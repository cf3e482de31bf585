internal import DataService
internal import DocumentAudit
internal import FoundationEssentials
internal import GRDB
internal import Identity
internal import Logbook

// How the domain's values are made again from the rows that keep them.

extension Workspace {
    init(row: Row) {
        self.init(id: row["id"], project: row["project"], name: row["name"])
    }
}

extension Cluster {
    init(row: Row) {
        self.init(
            id: row["id"], project: row["project"], workspace: row["workspace"], name: row["name"],
            host: row["host"], port: row["port"])
    }
}

extension DataService.Connection {
    init(row: Row) throws {
        self.init(
            id: row["id"], project: row["project"], name: row["name"],
            kind: try Kind(stored: row["kind"], in: "connections"), location: row["location"])
    }
}

extension App {
    init(row: Row, secrets: SecretBox) throws {
        let id: String = row["id"]
        self.init(
            id: id, project: row["project"], workspace: row["workspace"], name: row["name"],
            kind: try Kind(stored: row["kind"], in: "apps"), key: row["key"],
            secret: try secrets.open(row["secret"], for: Self.place(of: id)))
    }

    static func place(of id: String) -> String { "app \(id)" }
}

extension APIDefinition {
    init(stored text: String) throws {
        do {
            self = try JSONDecoder().decode(APIDefinition.self, from: Data(text.utf8))
        } catch {
            throw CatalogError(.corruption, "a definition in the table apis cannot be read")
        }
    }
}

extension DocumentInstance {
    init(row: Row, nodes: [DocumentNode]) throws {
        self.init(
            id: row["id"], project: row["project"], domain: row["domain"], name: row["name"],
            mode: try Mode(stored: row["mode"], in: "document_instances"),
            created: Timestamp(microseconds: row["created_microseconds"]), nodes: nodes)
    }
}

extension DocumentNode {
    init(row: Row) {
        self.init(
            id: row["id"], name: row["name"], host: row["host"], port: row["port"],
            upstreamHost: row["upstream_host"], upstreamPort: row["upstream_port"])
    }
}

extension AuditPolicy {
    init(row: Row) throws {
        let names: String = row["types"]
        let types = try names.split(separator: ",").map { name in
            guard let type = AuditEvent.OperationType.allCases.first(where: { "\($0)" == name }) else {
                throw CatalogError(.corruption, "an unknown operation type stands in the table audit_policies")
            }
            return type
        }
        self.init(keepDays: row["keep_days"], scope: row["scope"], types: types)
    }
}

extension InstanceSettings {
    init(row: Row) throws {
        let text: String = row["masked_fields"]
        guard let fields = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            throw CatalogError(.corruption, "the masked fields in the table instance_settings cannot be read")
        }
        let group: String? = row["target_group"]
        let stream: String? = row["target_stream"]
        self.init(
            maskedFields: fields, slowMilliseconds: row["slow_milliseconds"],
            hidesSlowLiterals: row["hides_slow_literals"],
            logTarget: group.flatMap { group in stream.map { LogTarget(group: group, stream: $0) } })
    }
}

extension Domain {
    init(row: Row) {
        self.init(id: row["id"], name: row["name"])
    }
}

extension Project {
    init(row: Row) {
        self.init(id: row["id"], domain: row["domain"], name: row["name"])
    }
}

extension User {
    init(row: Row) throws {
        let password: String = row["password"]
        let roles: String = row["roles"]
        guard let verifier = try? JSONDecoder().decode(PasswordVerifier.self, from: Data(password.utf8)) else {
            throw CatalogError(.corruption, "a password verifier in the table users cannot be read")
        }
        self.init(
            id: row["id"], domain: row["domain"], name: row["name"], password: verifier,
            roles: roles.split(separator: ",").map { Role(String($0)) }, isEnabled: row["is_enabled"])
    }
}

extension AccessKey {
    init(row: Row, secrets: SecretBox) throws {
        let id: String = row["id"]
        self.init(
            id: id, secret: try secrets.open(row["secret"], for: Self.place(of: id)), user: row["user"])
    }

    static func place(of id: String) -> String { "access key \(id)" }
}

extension RawRepresentable<String> {
    fileprivate init(stored text: String, in table: String) throws {
        guard let value = Self(rawValue: text) else {
            throw CatalogError(.corruption, "an unknown kind or mode stands in the table \(table)")
        }
        self = value
    }
}
