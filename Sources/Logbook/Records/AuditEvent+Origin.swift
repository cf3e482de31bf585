extension AuditEvent {
    /// Who saw what an event tells of.
    ///
    /// Kept in two numbers that only events of a node have a use for: a node counts its connections from 1, so what has
    /// connection 0 was not seen at one, and its request id says where it is from.
    package enum Origin: Int32, Sendable, CaseIterable {
        /// The node, whose traffic it was.
        case node = 0
        /// The database server, in an audit file of its own: a command with its arguments.
        case serverCommand = 1
        /// The database server likewise: a message of its own kind. `command` is its `atype`, `arguments` its `param`.
        case serverMessage = 2
        /// Daybook, of a change to itself. `command` and `arguments` are as those of a message.
        case daybook = 3

        /// Whether `command` names a kind of message, and not a command of a driver.
        package var isMessage: Bool { self == .serverMessage || self == .daybook }
    }

    package var origin: Origin {
        connectionID == 0 ? Origin(rawValue: requestID) ?? .node : .node
    }

    /// An event that no node has seen. Sizes, counts and times that only a node knows are 0.
    package init(
        origin: Origin, time: Timestamp, type: OperationType, command: String, database: String, collection: String?,
        local: Endpoint, remote: Endpoint, users: [Principal], roles: [Principal], arguments: String, result: Int32
    ) {
        precondition(origin != .node, "events of a node have more to tell")
        self.init(
            time: time, durationMicroseconds: 0, type: type, command: command, database: database,
            collection: collection, local: local, remote: remote, users: users, roles: roles, connectionID: 0,
            requestID: origin.rawValue, application: nil, driver: nil, session: nil, transaction: nil,
            arguments: arguments, result: result, documentsReturned: 0, documentsWritten: 0, requestByteCount: 0,
            replyByteCount: 0, lineByteCount: 0)
    }
}

extension AuditEvent.Endpoint {
    /// Where nothing is known of an address.
    package static let unknown = AuditEvent.Endpoint(address: "", port: 0)
}
