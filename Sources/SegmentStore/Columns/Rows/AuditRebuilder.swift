internal import Logbook
internal import Parquet

/// Rebuilds audit events.
struct AuditRebuilder: RowRebuilder {
    private var times: NumberCursor
    private var durations: NumberCursor
    private var types: BytesCursor
    private var commands: BytesCursor
    private var databases: BytesCursor
    private var collections: BytesCursor
    private var locals: BytesCursor
    private var localPorts: NumberCursor
    private var remotes: BytesCursor
    private var remotePorts: NumberCursor
    private var userNames: TextListCursor
    private var userDatabases: TextListCursor
    private var roleNames: TextListCursor
    private var roleDatabases: TextListCursor
    private var connections: NumberCursor
    private var requestIDs: NumberCursor
    private var applications: BytesCursor
    private var drivers: BytesCursor
    private var sessions: BytesCursor
    private var transactions: NumberCursor
    private var results: NumberCursor
    private var sizes: [NumberCursor]
    private var lineBytes: NumberCursor
    private var arguments: TextRebuilder
    private var losses: LossRebuilder
    private var canonical: BytesCursor

    /// - Parameter read: gives the rows of a column.
    init(_ block: Int, steps: KeptSteps, _ read: (Int) throws -> ColumnBatch) throws {
        func numbers(_ column: AuditColumn) throws -> NumberCursor { NumberCursor(try read(column.rawValue)) }
        func texts(_ column: AuditColumn) throws -> BytesCursor { BytesCursor(try read(column.rawValue)) }
        func lists(_ column: AuditColumn) throws -> TextListCursor { TextListCursor(try read(column.rawValue)) }
        times = try numbers(.time)
        durations = try numbers(.durationMicros)
        types = try texts(.type)
        commands = try texts(.command)
        databases = try texts(.database)
        collections = try texts(.collection)
        locals = try texts(.local)
        localPorts = try numbers(.localPort)
        remotes = try texts(.remote)
        remotePorts = try numbers(.remotePort)
        userNames = try lists(.userNames)
        userDatabases = try lists(.userDatabases)
        roleNames = try lists(.roleNames)
        roleDatabases = try lists(.roleDatabases)
        connections = try numbers(.connection)
        requestIDs = try numbers(.requestID)
        applications = try texts(.application)
        drivers = try texts(.driver)
        sessions = try texts(.session)
        transactions = try numbers(.transaction)
        results = try numbers(.result)
        sizes = try [.documentsReturned, .documentsWritten, .requestBytes, .replyBytes].map(numbers)
        lineBytes = try numbers(.lineBytes)
        arguments = try TextRebuilder(
            AuditColumn.arguments, of: block, kept: steps,
            parse: { TemplatePiece.pieces(of: $0[...]).map { [.composite($0)] } }, read)
        losses = try LossRebuilder(AuditColumn.loss, read)
        canonical = try texts(.canonical)
    }

    mutating func appendNext(to bytes: inout ByteWriter) throws {
        let isLoss = try losses.appendNext(to: &bytes)
        let exact = try canonical.nextNumber()
        let time = try times.required()
        guard let duration = try durations.next() else {
            try skipRow()
            guard isLoss != (exact != nil) else { throw Contradiction(what: "a row is no record") }
            if let exact {
                bytes.append(canonical[exact].span)
            }
            return
        }
        guard !isLoss, exact == nil else { throw Contradiction(what: "a row is two records") }
        bytes.append(kind: .audit)
        bytes.append(fixed64: UInt64(bitPattern: time))
        bytes.append(signedVarint: duration)
        guard let type = try types.nextNumber(), let choice = Self.type(types[type]) else {
            throw Contradiction(what: "a type is unknown")
        }
        bytes.append(choice.rawValue)
        try commands.appendRequired(to: &bytes)
        try databases.appendRequired(to: &bytes)
        try collections.appendOptional(to: &bytes)
        try locals.appendRequired(to: &bytes)
        bytes.append(varint: UInt64(bitPattern: try localPorts.required()))
        try remotes.appendRequired(to: &bytes)
        bytes.append(varint: UInt64(bitPattern: try remotePorts.required()))
        try Self.appendPrincipals(&userNames, &userDatabases, to: &bytes)
        try Self.appendPrincipals(&roleNames, &roleDatabases, to: &bytes)
        bytes.append(varint: UInt64(bitPattern: try connections.required()))
        bytes.append(signedVarint: try requestIDs.required())
        try applications.appendOptional(to: &bytes)
        try drivers.appendOptional(to: &bytes)
        try sessions.appendOptional(to: &bytes)
        bytes.append(optional: try transactions.next()) { $1.append(signedVarint: $0) }
        guard let template = try arguments.advance() else { throw Contradiction(what: "a row lacks a text") }
        try arguments.append(template, to: &bytes)
        bytes.append(signedVarint: try results.required())
        for index in sizes.indices {
            bytes.append(signedVarint: try sizes[index].required())
        }
        bytes.append(varint: UInt64(bitPattern: try lineBytes.required()))
    }

    /// Goes on to the next row in all columns that a row may lack.
    private mutating func skipRow() throws {
        _ = (try types.nextNumber(), try commands.nextNumber(), try databases.nextNumber())
        _ = (try collections.nextNumber(), try locals.nextNumber(), try localPorts.next(), try remotes.nextNumber())
        _ = (try remotePorts.next(), try userNames.next(), try userDatabases.next(), try roleNames.next())
        _ = (try roleDatabases.next(), try connections.next(), try requestIDs.next(), try applications.nextNumber())
        _ = (try drivers.nextNumber(), try sessions.nextNumber(), try transactions.next(), try results.next())
        for index in sizes.indices {
            _ = try sizes[index].next()
        }
        _ = (try lineBytes.next(), try arguments.advance())
    }

    private static func type(_ name: ArraySlice<UInt8>) -> AuditEvent.OperationType? {
        AuditEvent.OperationType.allCases.first { name.elementsEqual("\($0)".utf8) }
    }

    private static func appendPrincipals(
        _ names: inout TextListCursor, _ databases: inout TextListCursor, to bytes: inout ByteWriter
    ) throws(Contradiction) {
        let (names, databases) = (try names.next(), try databases.next())
        guard names.count == databases.count else { throw Contradiction(what: "a name has no database") }
        bytes.append(varint: names.count)
        for (name, database) in zip(names, databases) {
            bytes.append(text: name.span)
            bytes.append(text: database.span)
        }
    }
}
