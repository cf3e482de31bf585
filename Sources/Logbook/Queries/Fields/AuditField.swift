/// The fields of audit events.
package enum AuditField: String, Sendable, CaseIterable {
    case time
    /// auth, insert, delete, update, query or command.
    case type
    case command
    case database
    case collection
    /// `database.collection`, or the database alone.
    case namespace
    /// The names of who is logged in, with a comma and a space between; absent when nobody is.
    case user
    /// The databases that the users belong to, likewise.
    case userDatabase = "user_database"
    /// The users' roles, each as `name@database`, likewise.
    case roles
    case remote
    case remotePort = "remote_port"
    case local
    case localPort = "local_port"
    case connection
    case requestID = "request_id"
    case application
    case driver
    case session
    case transaction
    /// The command as one object of JSON.
    case arguments
    case result
    /// Whole milliseconds, rounded down: the unit that `duration` has everywhere.
    case duration
    case durationMicroseconds = "duration_micros"
    case documentsReturned = "documents_returned"
    case documentsWritten = "documents_written"
    case requestByteCount = "request_bytes"
    case replyByteCount = "reply_bytes"

    package var type: FieldType {
        switch self {
        case .time: .time
        case .remotePort, .localPort, .connection, .requestID, .transaction, .result, .duration,
            .durationMicroseconds, .documentsReturned, .documentsWritten, .requestByteCount, .replyByteCount:
            .integer
        case .type, .command, .database, .collection, .namespace, .user, .userDatabase, .roles, .remote, .local,
            .application, .driver, .session, .arguments:
            .text
        }
    }

    package var isOptional: Bool {
        switch self {
        case .collection, .user, .userDatabase, .roles, .application, .driver, .session, .transaction: true
        default: false
        }
    }

    package func value(of event: AuditEvent) -> FieldValue? {
        switch type {
        case .time: .time(event.time)
        case .integer: integer(of: event).map(FieldValue.integer)
        case .text: text(of: event).map(FieldValue.text)
        }
    }

    private func integer(of event: AuditEvent) -> Int64? {
        switch self {
        case .remotePort: Int64(event.remote.port)
        case .localPort: Int64(event.local.port)
        case .connection: Int64(clamping: event.connectionID)
        case .requestID: Int64(event.requestID)
        case .transaction: event.transaction
        case .result: Int64(event.result)
        case .duration: Timestamp(microseconds: event.durationMicroseconds).milliseconds
        case .durationMicroseconds: event.durationMicroseconds
        case .documentsReturned: event.documentsReturned
        case .documentsWritten: event.documentsWritten
        case .requestByteCount: event.requestByteCount
        case .replyByteCount: event.replyByteCount
        default: nil
        }
    }

    private func text(of event: AuditEvent) -> String? {
        switch self {
        case .type: "\(event.type)"
        case .command: event.command
        case .database: event.database
        case .collection: event.collection
        case .namespace: event.collection.map { "\(event.database).\($0)" } ?? event.database
        case .user: list(event.users.map(\.name))
        case .userDatabase: list(event.users.map(\.database))
        case .roles: list(event.roles.map { "\($0.name)@\($0.database)" })
        case .remote: event.remote.address
        case .local: event.local.address
        case .application: event.application
        case .driver: event.driver
        case .session: event.session
        case .arguments: event.arguments
        default: nil
        }
    }

    private func list(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.joined(separator: ", ")
    }
}
