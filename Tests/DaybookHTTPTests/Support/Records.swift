import DocumentAudit
import Logbook

extension LogRecord {
    /// A call in the workspace `ws-1`, so many seconds after 2024-01-02T03:04:05Z.
    static func call(
        at seconds: Int64, api: String = "orders", app: String? = nil, workspace: String = "ws-1", body: String = ""
    ) -> LogRecord {
        let id = RequestID(milliseconds: (1_704_164_645 + seconds) * 1_000, node: 33, sequence: 0)
        return .access(
            AccessRecord(
                requestID: id, workspace: workspace, api: .init(id: "\(api)-id", name: api),
                app: app.map { .init(id: "\($0)-id", name: $0) }, durationMilliseconds: 33, statusCode: 200,
                errorCode: nil, errorMessage: nil,
                detail: .parts(
                    AccessDetail(
                        verification: AccessDetail.VerificationStep.Check.allCases.map { .init(check: $0) },
                        parameters: .init(query: [.init(name: "a", value: "1")], body: body),
                        statement: .init(
                            fragments: ["SELECT * FROM t WHERE a = ", " limit 100 offset 0"], values: [.integer(1)]))),
                requestByteCount: 140, answerByteCount: 416, rowCount: 5))
    }

    static func loss(at seconds: Int64) -> LogRecord {
        .loss(
            LossWindow(
                start: Timestamp(seconds: 1_704_164_645 + seconds), end: Timestamp(seconds: 1_704_164_646 + seconds),
                maximumCount: 7, reason: .journalFailure
            ).measuredAsAuditLine())
    }

    /// An insert, so many seconds after 2024-01-02T03:04:05Z.
    static func insert(at seconds: Int64, arguments: String = #"{"insert":"orders"}"#) -> LogRecord {
        .audit(
            AuditEvent(
                time: Timestamp(seconds: 1_704_164_645 + seconds), durationMicroseconds: 250, type: .insert,
                command: "insert", database: "shop", collection: "orders",
                local: .init(address: "127.0.0.1", port: 27_017), remote: .init(address: "127.0.0.1", port: 50_000),
                users: [.init(name: "ann", database: "admin")], roles: [], connectionID: 1, requestID: 2,
                application: nil, driver: "PyMongo", session: nil, transaction: nil, arguments: arguments, result: 0,
                documentsReturned: 0, documentsWritten: 1, requestByteCount: 100, replyByteCount: 45, lineByteCount: 0
            ).measured())
    }
}
