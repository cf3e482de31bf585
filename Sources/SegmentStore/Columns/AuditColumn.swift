internal import Parquet

/// The columns of an audit segment, in their order in the file; the raw value is the index of the column.
enum AuditColumn: Int, CaseIterable, Sendable {
    case sequence
    /// Of a loss window its start.
    case time
    case durationMicros
    case type
    case command
    case database
    case collection
    case local
    case localPort
    case remote
    case remotePort
    case userNames
    case userDatabases
    case roleNames
    case roleDatabases
    case connection
    case requestID
    case application
    case driver
    case session
    case transaction
    case result
    case documentsReturned
    case documentsWritten
    case requestBytes
    case replyBytes
    case lineBytes
    case argumentsTemplate
    case argumentsSlots
    case argumentsIntegers
    case argumentsHex
    case argumentsTerms
    case argumentsTexts
    case lossStart
    case lossEnd
    case lossCount
    case lossReason
    case lossLineBytes
    case canonical

    /// The columns of the command's arguments.
    static let arguments = TextColumns(
        template: argumentsTemplate.rawValue, slots: argumentsSlots.rawValue, integers: argumentsIntegers.rawValue,
        hex: argumentsHex.rawValue, terms: argumentsTerms.rawValue, texts: argumentsTexts.rawValue)

    /// The columns of a loss window.
    static let loss = LossColumns(
        start: lossStart.rawValue, end: lossEnd.rawValue, count: lossCount.rawValue, reason: lossReason.rawValue,
        lineBytes: lossLineBytes.rawValue)

    /// The column as it is declared.
    var field: Parquet.Field {
        switch self {
        case .sequence: .required("sequence", .int64)
        case .time: .required("time", .timestampMicroseconds)
        case .durationMicros: .optional("duration_micros", .int64)
        case .type: .optional("type", .string)
        case .command: .optional("command", .string)
        case .database: .optional("database", .string)
        case .collection: .optional("collection", .string)
        case .local: .optional("local", .string)
        case .localPort: .optional("local_port", .int32)
        case .remote: .optional("remote", .string)
        case .remotePort: .optional("remote_port", .int32)
        case .userNames: .list("user_names", of: .string)
        case .userDatabases: .list("user_databases", of: .string)
        case .roleNames: .list("role_names", of: .string)
        case .roleDatabases: .list("role_databases", of: .string)
        case .connection: .optional("connection", .uint64)
        case .requestID: .optional("request_id", .int32)
        case .application: .optional("application", .string)
        case .driver: .optional("driver", .string)
        case .session: .optional("session", .string)
        case .transaction: .optional("transaction", .int64)
        case .result: .optional("result", .int32)
        case .documentsReturned: .optional("documents_returned", .int64)
        case .documentsWritten: .optional("documents_written", .int64)
        case .requestBytes: .optional("request_bytes", .int64)
        case .replyBytes: .optional("reply_bytes", .int64)
        case .lineBytes: .optional("line_bytes", .int64)
        case .argumentsTemplate: .optional("arguments_template", .string)
        case .argumentsSlots: .optional("arguments_slots", .string)
        case .argumentsIntegers: .list("arguments_integers", of: .int64)
        case .argumentsHex: .list("arguments_hex", of: .bytes)
        case .argumentsTerms: .list("arguments_terms", of: .string)
        case .argumentsTexts: .list("arguments_texts", of: .string)
        case .lossStart: .optional("loss_start", .timestampMicroseconds)
        case .lossEnd: .optional("loss_end", .timestampMicroseconds)
        case .lossCount: .optional("loss_count", .uint64)
        case .lossReason: .optional("loss_reason", .int32)
        case .lossLineBytes: .optional("loss_line_bytes", .int64)
        case .canonical: .optional("canonical", .bytes)
        }
    }
}
