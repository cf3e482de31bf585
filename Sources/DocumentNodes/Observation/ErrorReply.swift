import MongoWire
import NIOCore

/// The node's own answers: errors that say what to do, with codes that drivers know.
struct ErrorReply: Hashable {
    /// https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
    let code: Int32
    let codeName: String
    let message: String

    static func hostUnreachable(upstream: String, node: String, reason: String) -> ErrorReply {
        ErrorReply(
            code: 6, codeName: "HostUnreachable",
            message: """
                daybook cannot reach the database server at \(upstream) (\(reason)); check that it is running and that \
                the upstream host and port of node \(node) are right
                """
        )
    }

    /// Not an error that drivers retry by themselves: the operation was carried out.
    static let recordingFailed = ErrorReply(
        code: 96, codeName: "OperationFailed",
        message: """
            daybook could not record this operation, so its answer is withheld; it may have been carried out. Check \
            the disk of the daybook server and its log
            """
    )

    /// The operation did not reach the server.
    static let recordingUnavailable = ErrorReply(
        code: 96, codeName: "OperationFailed",
        message: """
            daybook cannot record operations at present, so this one was not carried out. Check the disk of the \
            daybook server and its log
            """
    )

    /// Of a login by certificate: the server would see the node's own certificate instead of the client's.
    static let certificateNotForwarded = ErrorReply(
        code: 18, codeName: "AuthenticationFailed",
        message: """
            daybook: a certificate cannot be passed on to the server; log in with a user name and password, or connect \
            with a certificate that has the same subject as the node's own
            """
    )

    static func unsupported(_ reason: String) -> ErrorReply {
        ErrorReply(code: 17, codeName: "ProtocolError", message: "daybook: \(reason)")
    }

    func message(requestID: Int32, responseTo: Int32, isLegacy: Bool) -> ByteBuffer {
        var builder = BSONBuilder()
        builder.append("ok", 0.0)
        builder.append("errmsg", message)
        builder.append("code", code)
        builder.append("codeName", codeName)
        let document = builder.finish()
        return isLegacy
            ? LegacyReply.encode(document, requestID: requestID, responseTo: responseTo)
            : OpMessage.encode(document, requestID: requestID, responseTo: responseTo)
    }
}
