internal import DataService
internal import Logbook

/// What is known of a call so far. Whatever ends the call, this is what the record says.
struct CallProgress: Sendable {
    let requestID: RequestID
    let arrival: Timestamp
    var call: IncomingCall
    /// Whether the caller may still be sending a body that nobody waits for.
    var isBodyPending: Bool
    var api: APIDefinition?
    var verification = Verification()
    /// Decoded, not masked yet.
    var path: [AccessDetail.Pair] = []
    /// What of the body may be recorded.
    var recordedBody = ""
    var statement: AccessDetail.Statement?
    var durations = AccessDetail.Durations()
    var rowCount = 0
    var failure: ServiceError?

    init(requestID: RequestID, arrival: Timestamp, call: IncomingCall) {
        self.requestID = requestID
        self.arrival = arrival
        self.call = call
        self.isBodyPending = call.announcesBody
    }

    func record(cluster: Cluster, answerByteCount: Int, at now: Timestamp) -> AccessRecord {
        AccessRecord(
            requestID: requestID,
            workspace: api?.workspace ?? cluster.workspace,
            api: api.map { .init(id: $0.id, name: $0.name) },
            app: verification.app.map { .init(id: $0.id, name: $0.name) },
            durationMilliseconds: max(0, now.microseconds - arrival.microseconds) / 1_000,
            statusCode: (failure?.code ?? .success).httpStatus,
            errorCode: failure?.code.rawValue,
            errorMessage: failure?.message,
            detail: .parts(
                AccessDetail(
                    verification: verification.steps, parameters: recordedParameters, statement: statement,
                    durations: durations)),
            requestByteCount: call.byteCount,
            answerByteCount: Int64(answerByteCount),
            rowCount: Int64(rowCount))
    }

    private var recordedParameters: AccessDetail.Parameters {
        AccessDetail.Parameters(
            path: path.map { SecretNames.masked($0.name, $0.value) },
            header: RecordedHeaders.pairs(of: call.headers),
            query: call.queryFields?.map { SecretNames.masked($0.name, $0.value) }
                ?? [.init(name: "malformed query", value: "<\(call.query.utf8.count) bytes>")],
            body: recordedBody)
    }
}
