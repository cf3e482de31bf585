internal import DataService
internal import HTTPTypes
package import Hummingbird
internal import Logbook
internal import Logging
internal import NIOCore

/// Answers the requests of one listener: each is a call, and each call is recorded before its answer leaves.
package struct CallResponder: HTTPResponder {
    package typealias Context = CallContext

    let gateway: ClusterGateway

    package func respond(to request: Request, context: Context) async throws -> Response {
        let arrival = gateway.time.now()
        var progress = CallProgress(
            requestID: gateway.requestIDs.next(), arrival: arrival, call: IncomingCall(request))
        let presence = gateway.presences.presence(on: context.channel)
        var body = await gateway.runner().run(request, presence: presence, progress: &progress)
        // The answer to a HEAD has no body, whatever became of it.
        if request.method == .head { body = [] }
        if progress.api?.isLogged ?? true {
            do {
                try await record(progress, answerByteCount: body.count)
            } catch {
                gateway.logger.error("recording failed, answer held back", metadata: ["error": "\(error)"])
                let failure = ServiceError(
                    .recordingFailed, "the call could not be recorded, so its answer is held back, try again later")
                progress.failure = failure
                body = AnswerBody.failure(failure, requestID: progress.requestID.description)
            }
        }
        return response(body, progress, context)
    }

    private func record(_ progress: CallProgress, answerByteCount: Int) async throws {
        let record = progress.record(
            cluster: gateway.cluster, answerByteCount: answerByteCount, at: gateway.time.now())
        let stream = Stream.access(project: gateway.cluster.project, cluster: gateway.cluster.id)
        _ = try await gateway.log.append([.access(record)], to: stream, durability: .strict)
    }

    private func response(_ body: [UInt8], _ progress: CallProgress, _ context: Context) -> Response {
        let code = progress.failure?.code ?? .success
        var headers = HTTPFields()
        headers[.contentType] = "application/json;charset=utf-8"
        if let name = HTTPField.Name("x-request-id") {
            headers[name] = progress.requestID.description
        }
        if [.overloaded, .recordingFailed, .sourceUnavailable].contains(code) {
            headers[.retryAfter] = String(Limits.retrySeconds)
        }
        let status = HTTPResponse.Status(code: code.httpStatus)
        let buffer = ByteBuffer(bytes: body)
        guard progress.isBodyPending else {
            return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
        }
        headers[.connection] = "close"
        return Response(status: status, headers: headers, body: lingering(buffer, on: context.channel))
    }

    /// A body after which the connection closes, a while after it was written: a caller who still sends would lose the
    /// answer to a connection that closes at once.
    private func lingering(_ buffer: ByteBuffer, on channel: any Channel) -> ResponseBody {
        let time = TimeAmount(gateway.limits.lingerTime)
        return ResponseBody(contentLength: buffer.readableBytes) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
        }
    }
}

/// What a listener knows of a request besides the request.
package struct CallContext: InitializableFromSource, RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.channel = source.channel
    }
}
