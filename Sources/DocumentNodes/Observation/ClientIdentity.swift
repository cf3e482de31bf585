import Logbook
import MongoWire

/// Who is logged in on a connection, and with which roles as far as that was said.
///
/// Roles are known only after the server has told them to the client itself: the node asks for nothing on its own.
/// They are forgotten with the next login or logout.
struct ClientIdentity: Hashable {
    private(set) var users: [AuditEvent.Principal] = []
    private(set) var roles: [AuditEvent.Principal] = []

    /// Roles beyond this are no user's; they would be repeated in every event of the connection.
    static let roleCountMaximum = 1_000

    mutating func logIn(_ user: AuditEvent.Principal?, database: String) {
        logOut(of: database)
        if let user {
            users.append(user)
        }
    }

    mutating func logOut(of database: String) {
        users.removeAll { $0.database == database }
        roles = []
    }

    /// Whether answers to a command say who somebody is.
    static func isTold(by command: String) -> Bool {
        command == "connectionStatus" || command == "usersInfo"
    }

    /// Learns from the server's answer to the client's own question.
    ///
    /// - Throws: `WireError` with `malformedDocument`.
    mutating func learn(from reply: BSONDocument, to command: String) throws {
        switch command {
        case "connectionStatus":
            guard let told = try reply.value("authInfo")?.document else {
                return
            }
            if let users = try told.value("authenticatedUsers")?.array {
                self.users = try Self.principals(in: users, name: "user")
            }
            roles =
                try told.value("authenticatedUserRoles")?.array.map { try Self.principals(in: $0, name: "role") } ?? []
        case "usersInfo":
            try reply.value("users")?.array?.forEach { field in
                guard let user = field.value.document, let principal = try Self.principal(in: user, name: "user"),
                    users == [principal]
                else {
                    return
                }
                // The inherited ones, where they were asked for, hold the direct ones as well.
                let told = try user.value("inheritedRoles")?.array ?? user.value("roles")?.array
                roles = try told.map { try Self.principals(in: $0, name: "role") } ?? roles
            }
        default:
            break
        }
    }

    private static func principals(in array: BSONDocument, name: StaticString) throws -> [AuditEvent.Principal] {
        var principals: [AuditEvent.Principal] = []
        try array.forEach { field in
            if principals.count < roleCountMaximum, let document = field.value.document,
                let principal = try principal(in: document, name: name)
            {
                principals.append(principal)
            }
        }
        return principals
    }

    private static func principal(in document: BSONDocument, name: StaticString) throws -> AuditEvent.Principal? {
        guard let name = try document.value(name)?.string, let database = try document.value("db")?.string else {
            return nil
        }
        return AuditEvent.Principal(name: name, database: database)
    }
}
