internal import Logbook
internal import Parquet

/// The columns of a row group of audit events.
struct AuditShredder: RowShredder {
    private var sequences: [Int64] = []
    private var times: [Int64] = []
    private var durations = NumberColumn<Int64>()
    private var types = TextColumn()
    private var commands = TextColumn()
    private var databases = TextColumn()
    private var collections = TextColumn()
    private var locals = TextColumn()
    private var localPorts = NumberColumn<Int32>()
    private var remotes = TextColumn()
    private var remotePorts = NumberColumn<Int32>()
    private var userNames = TextListColumn()
    private var userDatabases = TextListColumn()
    private var roleNames = TextListColumn()
    private var roleDatabases = TextListColumn()
    private var connections = NumberColumn<Int64>()
    private var requestIDs = NumberColumn<Int32>()
    private var applications = TextColumn()
    private var drivers = TextColumn()
    private var sessions = TextColumn()
    private var transactions = NumberColumn<Int64>()
    private var results = NumberColumn<Int32>()
    private var documentsReturned = NumberColumn<Int64>()
    private var documentsWritten = NumberColumn<Int64>()
    private var requestBytes = NumberColumn<Int64>()
    private var replyBytes = NumberColumn<Int64>()
    private var lineBytes = NumberColumn<Int64>()
    private var arguments = TextShredder()
    private var hasArguments: [Bool] = []
    private var losses = LossShredder()
    private var canonical = BytesColumn()

    mutating func append(_ reader: inout ByteReader, of bytes: [UInt8], sequence: UInt64) throws -> RowFacts {
        let range = reader.position..<reader.end
        sequences.append(Int64(bitPattern: sequence))
        switch try RecordEncoding.kind(&reader) {
        case .audit:
            let facts = try appendEvent(&reader, bytes)
            try reader.finish()
            losses.appendNull()
            canonical.append(nil, of: bytes)
            return facts
        case .loss:
            appendNull()
            canonical.append(nil, of: bytes)
            let facts = try losses.append(&reader)
            try reader.finish()
            times.append(facts.time.microseconds)
            return facts
        case .access:
            let record = try RecordEncoding.decode(bytes, in: range)
            appendNull()
            losses.appendNull()
            canonical.append(range, of: bytes)
            times.append(record.timestamp.microseconds)
            return RowFacts(time: record.timestamp, textByteCount: record.textByteCount)
        }
    }

    func columns() -> ShreddedColumns {
        let texts = TextBatches(arguments, isPresent: hasArguments)
        var batches = [ColumnBatch(.int64(sequences)), ColumnBatch(.int64(times)), durations.batch]
        batches += [types, commands, databases, collections].map(\.batch)
        batches += [locals.batch, localPorts.batch, remotes.batch, remotePorts.batch]
        batches += [userNames, userDatabases, roleNames, roleDatabases].map(\.batch)
        batches += [connections.batch, requestIDs.batch]
        batches += [applications, drivers, sessions].map(\.batch)
        batches += [transactions.batch, results.batch]
        batches += [documentsReturned, documentsWritten, requestBytes, replyBytes, lineBytes].map(\.batch)
        batches += texts.all
        batches += losses.batches
        batches.append(canonical.batch)
        return ShreddedColumns(batches: batches, bloomKeys: [AuditColumn.arguments.texts: texts.textKeys])
    }

    private mutating func appendEvent(_ reader: inout ByteReader, _ bytes: [UInt8]) throws -> RowFacts {
        let time = Int64(bitPattern: try reader.fixed64())
        times.append(time)
        durations.append(try reader.signedVarint())
        let typeStart = reader.position
        guard let type = AuditEvent.OperationType(rawValue: try reader.byte()) else {
            throw MalformedBytes(.choice, at: typeStart)
        }
        let name = Self.typeNames[Int(type.rawValue)]
        types.append(name.rawSpan)
        commands.append(try reader.textRange(), of: bytes)
        databases.append(try reader.textRange(), of: bytes)
        collections.append(try reader.optionalTextRange(), of: bytes)
        locals.append(try reader.textRange(), of: bytes)
        localPorts.append(Int32(try reader.varint16()))
        remotes.append(try reader.textRange(), of: bytes)
        remotePorts.append(Int32(try reader.varint16()))
        try Self.appendPrincipals(&reader, bytes, to: &userNames, &userDatabases)
        try Self.appendPrincipals(&reader, bytes, to: &roleNames, &roleDatabases)
        connections.append(Int64(bitPattern: try reader.varint()))
        requestIDs.append(try reader.signedVarint32())
        applications.append(try reader.optionalTextRange(), of: bytes)
        drivers.append(try reader.optionalTextRange(), of: bytes)
        sessions.append(try reader.optionalTextRange(), of: bytes)
        transactions.append(try reader.flag() ? try reader.signedVarint() : nil)
        try arguments.appendText(&reader, of: bytes)
        hasArguments.append(true)
        results.append(try reader.signedVarint32())
        documentsReturned.append(try reader.signedVarint())
        documentsWritten.append(try reader.signedVarint())
        requestBytes.append(try reader.signedVarint())
        replyBytes.append(try reader.signedVarint())
        let lineByteCount = try reader.length()
        lineBytes.append(Int64(lineByteCount))
        return RowFacts(time: Timestamp(microseconds: time), textByteCount: lineByteCount)
    }

    /// The names of the types at their numbers; naming a case costs more than the rest of its row.
    private static let typeNames: [[UInt8]] = AuditEvent.OperationType.allCases.reduce(into: []) { names, type in
        while names.count <= type.rawValue {
            names.append([])
        }
        names[Int(type.rawValue)] = Array("\(type)".utf8)
    }

    private static func appendPrincipals(
        _ reader: inout ByteReader, _ bytes: [UInt8], to names: inout TextListColumn, _ databases: inout TextListColumn
    ) throws(MalformedBytes) {
        let count = try reader.length()
        guard count <= reader.remainingByteCount else { throw MalformedBytes(.truncated, at: reader.position) }
        names.beginList(count: count)
        databases.beginList(count: count)
        for _ in 0..<count {
            names.appendItem(try reader.textRange(), of: bytes)
            databases.appendItem(try reader.textRange(), of: bytes)
        }
    }

    private mutating func appendNull() {
        durations.append(nil)
        types.append(nil, of: [])
        commands.append(nil, of: [])
        databases.append(nil, of: [])
        collections.append(nil, of: [])
        locals.append(nil, of: [])
        localPorts.append(nil)
        remotes.append(nil, of: [])
        remotePorts.append(nil)
        userNames.beginList(count: 0)
        userDatabases.beginList(count: 0)
        roleNames.beginList(count: 0)
        roleDatabases.beginList(count: 0)
        connections.append(nil)
        requestIDs.append(nil)
        applications.append(nil, of: [])
        drivers.append(nil, of: [])
        sessions.append(nil, of: [])
        transactions.append(nil)
        results.append(nil)
        documentsReturned.append(nil)
        documentsWritten.append(nil)
        requestBytes.append(nil)
        replyBytes.append(nil)
        lineBytes.append(nil)
        hasArguments.append(false)
    }
}
