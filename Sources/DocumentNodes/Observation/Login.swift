import Logbook
import MongoWire
import NIOCore

/// A login from its first step to its outcome: the steps of one conversation are one event.
struct Login {
    /// The first step: `saslStart` or `authenticate`.
    let command: String
    let mechanism: String
    /// Empty where the mechanism does not tell it to an onlooker.
    private(set) var user: String
    let database: String
    let time: Timestamp
    let requestID: Int32
    var requestByteCount: Int64
    var replyByteCount: Int64 = 0

    /// - Parameter document: the first step, or the document of a handshake that stands for it.
    init(
        command: String, document: BSONDocument, database: String, requestID: Int32, byteCount: Int, time: Timestamp
    ) throws {
        self.command = command
        mechanism = try document.value("mechanism")?.string ?? ""
        self.database = database
        self.time = time
        self.requestID = requestID
        requestByteCount = Int64(byteCount)
        if case .binary(_, let payload) = try document.value("payload") {
            user = Self.user(in: payload, mechanism: mechanism)
        } else {
            user = try document.value("user")?.string ?? ""
        }
    }

    /// The server names the user of an X.509 login, which the client may leave out.
    mutating func note(reply: BSONDocument) throws {
        if user.isEmpty, let name = try reply.value("user")?.string {
            user = name
        }
    }

    var principal: AuditEvent.Principal? {
        user.isEmpty ? nil : AuditEvent.Principal(name: user, database: database)
    }

    /// Who wanted to log in, in the shape of MongoDB's own audit message. Nothing of the payloads is in it.
    var arguments: String {
        """
        {"user":\(ExtendedJSON.quoted(user)),"db":\(ExtendedJSON.quoted(database)),\
        "mechanism":\(ExtendedJSON.quoted(mechanism))}
        """
    }

    /// SCRAM begins with `n,,n=user,r=nonce` (RFC 5802), PLAIN is `authzid NUL user NUL password` (RFC 4616).
    private static func user(in payload: ByteBuffer, mechanism: String) -> String {
        let bytes = payload.readableBytesView
        if mechanism == "PLAIN" {
            let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
            return parts.count == 3 ? String(decoding: parts[1], as: UTF8.self) : ""
        }
        guard mechanism.hasPrefix("SCRAM-") else {
            return ""
        }
        let attributes = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard attributes.count >= 3, attributes[2].starts(with: "n=".utf8) else {
            return ""
        }
        return unescaped(String(decoding: attributes[2].dropFirst(2), as: UTF8.self))
    }

    /// A comma in a user name is written `=2C`, an equals sign `=3D`.
    private static func unescaped(_ name: String) -> String {
        guard name.contains("=") else {
            return name
        }
        let parts = name.split(separator: "=", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            switch part.prefix(2) {
            case "2C": text += "," + part.dropFirst(2)
            case "3D": text += "=" + part.dropFirst(2)
            default: text += "=" + part
            }
        }
    }
}
