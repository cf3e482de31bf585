/// One operation seen at a node of a document database.
///
/// How it is written as a line of an audit log file is the business of `DocumentAudit`.
package struct AuditEvent: Hashable, Sendable {
    /// When the whole request had arrived at the node.
    package var time: Timestamp
    /// From the whole request to the whole answer.
    package var durationMicroseconds: Int64
    package var type: OperationType
    /// The command as the driver named it, such as `find`.
    package var command: String
    package var database: String
    /// `nil` for a command on a database.
    package var collection: String?
    /// The node's side of the client's connection.
    package var local: Endpoint
    package var remote: Endpoint
    /// Who is logged in on the connection; empty when nobody is.
    package var users: [Principal]
    package var roles: [Principal]
    /// Counts the connections of the node since it started.
    package var connectionID: UInt64
    package var requestID: Int32
    /// What the driver said of itself in its handshake; `nil` when it said nothing.
    package var application: String?
    package var driver: String?
    /// The session's UUID in its text form, and the transaction's number within it.
    package var session: String?
    package var transaction: Int64?
    /// The command with its arguments as one object of relaxed extended JSON, credentials masked.
    package var arguments: String
    /// 0 when the operation succeeded, else the code that the server answered;
    /// `unansweredResult` when the connection ended first, or when the client wanted no answer.
    package var result: Int32
    package var documentsReturned: Int64
    package var documentsWritten: Int64
    /// Bytes of the messages on the wire, headers included.
    package var requestByteCount: Int64
    package var replyByteCount: Int64
    /// Bytes of the event as one line of an audit log file, line feed included.
    package var lineByteCount: Int

    package static let unansweredResult: Int32 = -1

    package enum OperationType: UInt8, Sendable, CaseIterable {
        case auth = 1
        case insert = 2
        case delete = 3
        case update = 4
        case query = 5
        case command = 6
    }

    /// An address and port. A Unix socket has its path as address and port 0.
    package struct Endpoint: Hashable, Sendable {
        package var address: String
        package var port: UInt16

        package init(address: String, port: UInt16) {
            self.address = address
            self.port = port
        }
    }

    /// A user or role and the database it belongs to.
    package struct Principal: Hashable, Sendable {
        package var name: String
        package var database: String

        package init(name: String, database: String) {
            self.name = name
            self.database = database
        }
    }

    package init(
        time: Timestamp, durationMicroseconds: Int64, type: OperationType, command: String, database: String,
        collection: String?, local: Endpoint, remote: Endpoint, users: [Principal], roles: [Principal],
        connectionID: UInt64, requestID: Int32, application: String?, driver: String?, session: String?,
        transaction: Int64?, arguments: String, result: Int32, documentsReturned: Int64, documentsWritten: Int64,
        requestByteCount: Int64, replyByteCount: Int64, lineByteCount: Int
    ) {
        self.time = time
        self.durationMicroseconds = durationMicroseconds
        self.type = type
        self.command = command
        self.database = database
        self.collection = collection
        self.local = local
        self.remote = remote
        self.users = users
        self.roles = roles
        self.connectionID = connectionID
        self.requestID = requestID
        self.application = application
        self.driver = driver
        self.session = session
        self.transaction = transaction
        self.arguments = arguments
        self.result = result
        self.documentsReturned = documentsReturned
        self.documentsWritten = documentsWritten
        self.requestByteCount = requestByteCount
        self.replyByteCount = replyByteCount
        self.lineByteCount = lineByteCount
    }
}
