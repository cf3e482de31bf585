internal import DataService
internal import Hummingbird
internal import Logbook
internal import Logging
internal import SQLSource

/// Takes a call from its path to its answer: match, read, verify, bind, run. Leaves in `progress` what is recorded.
struct CallRunner: Sendable {
    let snapshot: GatewaySnapshot
    let verifier: CallVerifier
    let limits: GatewayLimits
    let time: TimeSource
    let logger: Logger

    /// - Returns: the body of the answer; if it tells of a failure, that is in `progress` too.
    func run(_ request: Request, presence: CallerPresence?, progress: inout CallProgress) async -> [UInt8] {
        do {
            return try await answer(request, presence, &progress)
        } catch let error as ServiceError {
            progress.failure = error
            return AnswerBody.failure(error, requestID: progress.requestID.description)
        } catch {
            logger.error("call failed for a reason of ours", metadata: ["error": "\(error)"])
            let failure = ServiceError(.internalFailure, "the gateway failed, ask its operator with the request id")
            progress.failure = failure
            return AnswerBody.failure(failure, requestID: progress.requestID.description)
        }
    }

    private func answer(
        _ request: Request, _ presence: CallerPresence?, _ progress: inout CallProgress
    ) async throws -> [UInt8] {
        let (route, path) = try match(&progress)
        let body = try await read(request, &progress)
        try await verify(route.api, &progress)
        let statement = try bind(route, path, body, &progress)
        let rows = try await query(statement, of: route.api, presence, &progress)
        let start = time.now()
        defer { progress.durations.serializeMicroseconds = microseconds(since: start) }
        return AnswerBody.success(
            rows, requestID: progress.requestID.description,
            totalRowCount: statement.totalRowCount(ofRowCount: rows.rows.count))
    }

    private func match(_ progress: inout CallProgress) throws -> (RouteTable.Route, [AccessDetail.Pair]) {
        let call = progress.call
        switch snapshot.routes.match(method: call.method, path: call.path) {
        case .found(let route, let path):
            progress.api = route.api
            progress.path = path
            return (route, path)
        case .otherMethod: throw unknown("use another method", &progress)
        case .none: throw unknown("check the path", &progress)
        }
    }

    private func unknown(_ advice: String, _ progress: inout CallProgress) -> ServiceError {
        let call = progress.call
        let shown = "\(call.method.prefix(16)) \(call.path.prefix(Limits.shownPathCharacterCountMaximum))"
        let error = ServiceError(.unknownAPI, "no api is published under \(shown), \(advice)")
        progress.verification.fail(.apiAuthentication, error)
        return error
    }

    private func read(_ request: Request, _ progress: inout CallProgress) async throws -> CallBody {
        progress.call.body = try await BodyReader.read(
            request, byteCountMaximum: limits.bodyByteCount, time: remainingTime(progress))
        progress.isBodyPending = false
        let body = CallBody(progress.call.body, contentType: progress.call.header("content-type"))
        progress.recordedBody = body.recorded
        return body
    }

    private func verify(_ api: APIDefinition, _ progress: inout CallProgress) async throws {
        let start = time.now()
        progress.verification = try await verifier.verify(progress.call, for: api, apps: snapshot.apps(for: api))
        progress.durations.verifyMicroseconds = microseconds(since: start)
        if let failure = progress.verification.failure { throw failure }
    }

    private func bind(
        _ route: RouteTable.Route, _ path: [AccessDetail.Pair], _ body: CallBody, _ progress: inout CallProgress
    ) throws -> BoundStatement {
        guard let query = progress.call.queryFields else {
            throw ServiceError(.parameterInvalid, "the query is no text in utf-8, percent-encode names and values")
        }
        // A GET may carry a body, but no parameter is ever taken from it.
        let fields = route.api.method == .post ? try body.fields.get() : []
        let parameters = CallParameters(path: path, header: progress.call.headers, query: query, body: fields)
        let statement = try route.plan.get().bind(parameters)
        progress.statement = statement.recorded
        return statement
    }

    private func query(
        _ statement: BoundStatement, of api: APIDefinition, _ presence: CallerPresence?, _ progress: inout CallProgress
    ) async throws -> SQLRows {
        guard let source = snapshot.source(of: api) else {
            throw ServiceError(.sourceUnavailable, "the connection of the api is not there, ask the api's owner")
        }
        let runLimits = RunLimits(
            time: remainingTime(progress), rowCount: limits.rowCount, byteCount: limits.answerByteCount)
        let start = time.now()
        defer { progress.durations.sourceMicroseconds = microseconds(since: start) }
        do {
            let values = statement.values.map(SQLValue.init)
            let run: @Sendable () async throws -> SQLRows = {
                try await source.run(statement.sql, values: values, limits: runLimits)
            }
            let rows = if let presence { try await presence.run(run) } else { try await run() }
            progress.rowCount = rows.rows.count
            return rows
        } catch let error as SQLSourceError {
            throw ServiceError(error)
        } catch is CancellationError {
            throw ServiceError(.callerGone, "the caller left before the answer was ready")
        }
    }

    private func remainingTime(_ progress: CallProgress) -> Duration {
        max(.zero, limits.callTime - .microseconds(microseconds(since: progress.arrival)))
    }

    /// Never negative, though the clock may step backwards.
    private func microseconds(since start: Timestamp) -> Int64 {
        max(0, time.now().microseconds - start.microseconds)
    }
}

extension ServiceError {
    fileprivate init(_ error: SQLSourceError) {
        switch error.code {
        case .timeout: self.init(.timeout, error.message)
        case .sqlError, .refused, .tooLarge: self.init(.callFailed, error.message)
        case .unavailable: self.init(.sourceUnavailable, error.message)
        case .overloaded: self.init(.overloaded, error.message)
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: AccessDetail.Value) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .double(value)
        case .text(let value): self = .text(value)
        }
    }
}
