internal import Logbook

/// Which columns of a segment tell a field, by their indices.
enum FieldColumns: Hashable, Sendable {
    /// The time by which records stand in streams.
    case time
    case integer(Int)
    /// An unsigned number; those that 64 bits with a sign do not hold count as the greatest that they do.
    case unsigned(Int)
    /// Whole milliseconds of a column in microseconds, rounded down.
    case milliseconds(Int)
    case text(Int)
    /// A template and its values.
    case composed(TextColumns)
    /// The texts of two columns with a dot between; the first alone where the second is absent.
    case dotted(Int, Int)
    /// The texts of a list with a comma and a space between.
    case joined(Int)
    /// The texts of two lists, those that stand at the same place joined by an at sign, else likewise.
    case joinedPairs(Int, Int)
}

extension Logbook.Field {
    var columns: FieldColumns {
        switch self {
        case .access(let field): field.columns
        case .audit(let field): field.columns
        }
    }
}

extension AccessField {
    fileprivate var columns: FieldColumns {
        switch self {
        case .accessTime: .time
        case .requestID: .integer(AccessColumn.requestID.rawValue)
        case .duration: .integer(AccessColumn.duration.rawValue)
        case .statusCode: .integer(AccessColumn.statusCode.rawValue)
        case .inFlowSize: .integer(AccessColumn.inFlowSize.rawValue)
        case .outFlowSize: .integer(AccessColumn.outFlowSize.rawValue)
        case .outTotalSize: .integer(AccessColumn.outTotalSize.rawValue)
        case .workspace: .text(AccessColumn.workspace.rawValue)
        case .apiID: .text(AccessColumn.apiID.rawValue)
        case .apiName: .text(AccessColumn.apiName.rawValue)
        case .appID: .text(AccessColumn.appID.rawValue)
        case .appName: .text(AccessColumn.appName.rawValue)
        case .errorCode: .text(AccessColumn.errorCode.rawValue)
        case .errorMessage: .text(AccessColumn.errorMessage.rawValue)
        case .detail: .composed(AccessColumn.detail)
        }
    }
}

extension AuditField {
    fileprivate var columns: FieldColumns {
        switch self {
        case .time: .time
        case .duration: .milliseconds(AuditColumn.durationMicros.rawValue)
        case .durationMicroseconds: .integer(AuditColumn.durationMicros.rawValue)
        case .remotePort: .integer(AuditColumn.remotePort.rawValue)
        case .localPort: .integer(AuditColumn.localPort.rawValue)
        case .connection: .unsigned(AuditColumn.connection.rawValue)
        case .requestID: .integer(AuditColumn.requestID.rawValue)
        case .transaction: .integer(AuditColumn.transaction.rawValue)
        case .result: .integer(AuditColumn.result.rawValue)
        case .documentsReturned: .integer(AuditColumn.documentsReturned.rawValue)
        case .documentsWritten: .integer(AuditColumn.documentsWritten.rawValue)
        case .requestByteCount: .integer(AuditColumn.requestBytes.rawValue)
        case .replyByteCount: .integer(AuditColumn.replyBytes.rawValue)
        case .type: .text(AuditColumn.type.rawValue)
        case .command: .text(AuditColumn.command.rawValue)
        case .database: .text(AuditColumn.database.rawValue)
        case .collection: .text(AuditColumn.collection.rawValue)
        case .remote: .text(AuditColumn.remote.rawValue)
        case .local: .text(AuditColumn.local.rawValue)
        case .application: .text(AuditColumn.application.rawValue)
        case .driver: .text(AuditColumn.driver.rawValue)
        case .session: .text(AuditColumn.session.rawValue)
        case .namespace: .dotted(AuditColumn.database.rawValue, AuditColumn.collection.rawValue)
        case .user: .joined(AuditColumn.userNames.rawValue)
        case .userDatabase: .joined(AuditColumn.userDatabases.rawValue)
        case .roles: .joinedPairs(AuditColumn.roleNames.rawValue, AuditColumn.roleDatabases.rawValue)
        case .arguments: .composed(AuditColumn.arguments)
        }
    }
}

extension TextColumns {
    /// Those of the text that is kept as template and values.
    static func of(_ kind: Stream.Kind) -> TextColumns {
        switch kind {
        case .access: AccessColumn.detail
        case .audit: AuditColumn.arguments
        }
    }
}

/// The columns that both kinds of segments have, at their places.
struct CommonColumns {
    let time: Int
    let lossStart: Int
    let canonical: Int
    /// A column that every record has a value in, and no loss window.
    let required: Int

    static let sequence = 0

    static func of(_ kind: Stream.Kind) -> CommonColumns {
        switch kind {
        case .access:
            CommonColumns(
                time: AccessColumn.accessTime.rawValue, lossStart: AccessColumn.lossStart.rawValue,
                canonical: AccessColumn.canonical.rawValue, required: AccessColumn.requestID.rawValue)
        case .audit:
            CommonColumns(
                time: AuditColumn.time.rawValue, lossStart: AuditColumn.lossStart.rawValue,
                canonical: AuditColumn.canonical.rawValue, required: AuditColumn.command.rawValue)
        }
    }
}
