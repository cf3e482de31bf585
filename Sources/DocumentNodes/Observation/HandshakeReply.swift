import MongoWire
import NIOCore

/// Changes the answer to a handshake so that the driver stays with the node instead of going around it.
///
/// Drivers follow `hosts`, `primary` and `me` to the members of a replica set; all of them become the node. Answers
/// of a single server and of mongos name no hosts, so they lose only `compression`. What else stands in the answer
/// stays as it is.
/// https://github.com/mongodb/specifications/tree/master/source/server-discovery-and-monitoring
enum HandshakeReply {
    /// Whether the server takes writes: a primary, a mongos, or a single server.
    static func isWritable(_ reply: BSONDocument) throws -> Bool {
        try (reply.value("isWritablePrimary") ?? reply.value("ismaster"))?.isTrue ?? false
    }

    /// - Parameter node: host and port under which clients reach the node.
    /// - Throws: `WireError` with `malformedDocument`.
    static func rewritten(_ reply: BSONDocument, node: String) throws -> BSONDocument {
        let isMember = try reply.value("setName") != nil
        let isWritable = try isWritable(reply)
        var builder = BSONBuilder()
        try reply.forEach { field in
            switch field {
            case "compression":
                // Negotiated away: the node must read what it records, and unpacking every message on both ways costs
                // more than it saves on the short way between node and server.
                break
            case "hosts" where isMember:
                builder.append("hosts", array: [node])
            case "me" where isMember:
                builder.append("me", node)
            case "primary" where isMember:
                // A secondary knows its primary by an address that is not ours to promise.
                if isWritable {
                    builder.append("primary", node)
                }
            case "passives" where isMember, "arbiters" where isMember:
                break
            default:
                builder.append(element: field.elementBytes)
            }
        }
        return builder.finish()
    }
}
