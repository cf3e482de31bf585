package import Logbook

extension AccessRecord {
    /// A record with plausible content; what a test is about is given, the rest does not matter.
    package static func sample(
        milliseconds: Int64 = 1_767_323_045_678, sequence: Int64 = 0, workspace: String = "default",
        api: Reference? = Reference(id: "api-1", name: "orders_by_city"),
        app: Reference? = Reference(id: "app-1", name: "shop"), statusCode: Int = 200, errorCode: String? = nil,
        errorMessage: String? = nil, detail: AccessDetail = .sample(), rowCount: Int64 = 3
    ) -> AccessRecord {
        AccessRecord(
            requestID: RequestID(milliseconds: milliseconds, node: 1, sequence: sequence % RequestID.sequenceCount),
            workspace: workspace, api: api, app: app, durationMilliseconds: 12, statusCode: statusCode,
            errorCode: errorCode, errorMessage: errorMessage, detail: .parts(detail), requestByteCount: 312,
            answerByteCount: 1_024, rowCount: rowCount)
    }
}

extension AccessDetail {
    package static func sample(city: String = "Berlin") -> AccessDetail {
        AccessDetail(
            verification: [VerificationStep(check: .apiAuthentication), VerificationStep(check: .accessPermission)],
            parameters: Parameters(query: [Pair(name: "city", value: city)]),
            statement: Statement(
                fragments: ["SELECT id, total FROM orders WHERE city = ", " LIMIT ", ""],
                values: [.text(city), .integer(100)]),
            durations: Durations(verifyMicroseconds: 210, sourceMicroseconds: 9_800, serializeMicroseconds: 640))
    }
}

extension AuditEvent {
    /// An event with plausible content; what a test is about is given, the rest does not matter.
    package static func sample(
        milliseconds: Int64 = 1_767_323_045_678, type: OperationType = .query, command: String = "find",
        collection: String? = "orders", arguments: String = #"{"find":"orders","filter":{"city":"Berlin"}}"#,
        result: Int32 = 0, requestID: Int32 = 7, lineByteCount: Int = 640
    ) -> AuditEvent {
        AuditEvent(
            time: Timestamp(milliseconds: milliseconds), durationMicroseconds: 1_250, type: type, command: command,
            database: "shop", collection: collection, local: Endpoint(address: "127.0.0.1", port: 27_117),
            remote: Endpoint(address: "127.0.0.1", port: 50_123),
            users: [Principal(name: "reader", database: "shop")], roles: [Principal(name: "read", database: "shop")],
            connectionID: 42, requestID: requestID, application: "till", driver: "PyMongo 4.20",
            session: "7c1e9f0a-5b1d-4d0e-9a53-2f0c6f0a9b11", transaction: nil, arguments: arguments, result: result,
            documentsReturned: 1, documentsWritten: 0, requestByteCount: 188, replyByteCount: 410,
            lineByteCount: lineByteCount)
    }
}

extension LogRecord {
    /// A random record of any kind, for tests that are about every field: empty, long and foreign texts, extreme
    /// numbers, absent parts.
    package static func random(using generator: inout SeededGenerator) -> LogRecord {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            .loss(
                LossWindow(
                    start: .random(using: &generator), end: .random(using: &generator),
                    maximumCount: generator.next(),
                    reason: LossWindow.Reason.allCases.randomElement(using: &generator) ?? .journalFailure,
                    lineByteCount: Int.random(in: 0...900, using: &generator)))
        case 1...4: .access(.random(using: &generator))
        default: .audit(.random(using: &generator))
        }
    }
}
