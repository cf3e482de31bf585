internal import Logging
internal import HTTPTypes
internal import Hummingbird

/// The outermost part of every answer: the request's id, and errors in their documented form.
struct FrameMiddleware: RouterMiddleware {
    typealias Context = ControlContext

    let makeRequestID: @Sendable () -> String

    @concurrent func handle(
        _ request: Request, context: ControlContext,
        next: @concurrent (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = makeRequestID()
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        var response: Response
        do {
            response = try await next(request, context)
        } catch let broken as BrokenBody {
            context.logger.debug("body broken off", metadata: ["error": "\(broken.cause)"])
            throw broken.cause
        } catch {
            response = Self.answer(to: request, error: error, context: context)
        }
        response.headers[.requestID] = context.requestID
        return response
    }

    private static func answer(to request: Request, error: any Error, context: ControlContext) -> Response {
        let answer = ErrorResponse(error)
        if answer.isUnexpected {
            context.logger.error("request failed unexpectedly", metadata: ["error": "\(error)"])
        } else {
            context.logger.debug("request refused", metadata: ["code": "\(answer.error.code.name)"])
        }
        let shape: ErrorResponse.Shape = request.uri.path.hasPrefix("/v3/auth/") ? .keystone : .flat
        let response = answer.response(
            shape: shape, language: Language(header: request.headers[.language]), requestID: context.requestID)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
