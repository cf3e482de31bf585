import DocumentAudit
import Logbook
import MongoWire
import NIOCore

extension RequestedCommand {
    struct Namespace: Hashable {
        var database: String
        var collection: String?
    }

    func namespace(of commandClass: CommandClass) throws -> Namespace {
        switch commandClass.place {
        case .none:
            return Namespace(database: database)
        case .value:
            return Namespace(database: database, collection: subject.string)
        case .collectionField:
            return Namespace(database: database, collection: try document.value("collection")?.string)
        case .innerCommand:
            return Namespace(database: database, collection: try subject.document?.first()?.value.string)
        case .wholeNamespace:
            guard let whole = subject.string, let dot = whole.firstIndex(of: ".") else {
                return Namespace(database: database, collection: subject.string)
            }
            return Namespace(
                database: String(whole[..<dot]), collection: String(whole[whole.index(after: dot)...])
            )
        }
    }

    /// The types of the operation: of its class, or for a `bulkWrite` those of the writes in it.
    func types(of commandClass: CommandClass) throws -> OperationTypes {
        guard name == "bulkWrite" else {
            return commandClass.types
        }
        var types: OperationTypes = []
        func note(_ operation: BSONDocument) throws {
            switch try operation.first() {
            case "insert"?: types.insert(.insert)
            case "update"?: types.insert(.update)
            case "delete"?: types.insert(.delete)
            default: types.formUnion(commandClass.types)
            }
        }
        for sequence in sequences where sequence.name == "ops" {
            try sequence.forEach(note)
        }
        try document.value("ops")?.array?.forEach { try note($0.value.document ?? .empty) }
        return types.isEmpty ? commandClass.types : types
    }

    /// Whether this is a login by certificate, or a handshake that carries one.
    ///
    /// Every field counts, also one that stands there twice: servers may pick another one than we do.
    func asksForCertificateLogin() throws -> Bool {
        guard CommandClass.isLogin(name) || CommandClass.isHandshake(name) else {
            return false
        }
        func isCertificate(_ field: BSONField) -> Bool {
            field.isNamed("mechanism") && field.value.string == "MONGODB-X509"
        }
        var isAsked = false
        try document.forEach { field in
            isAsked = isAsked || isCertificate(field)
            if field.isNamed("speculativeAuthenticate") {
                try field.value.document?.forEach { isAsked = isAsked || isCertificate($0) }
            }
        }
        return isAsked
    }

    /// What every message carries and no reader asks for; the session is a field of the event.
    private static let omitted: [StaticString] = ["$db", "lsid", "$clusterTime"]

    /// The command as relaxed extended JSON. One that cannot be read is still an operation, so it says why instead.
    func arguments(masking secrets: [String]) -> String {
        do {
            return try ExtendedJSON.relaxed(
                command: document, sequences: sequences, omitting: Self.omitted, masking: secrets
            )
        } catch {
            return "{\(ExtendedJSON.quoted(name)):null,\"$unreadable\":\(ExtendedJSON.quoted("\(error)"))}"
        }
    }
}
