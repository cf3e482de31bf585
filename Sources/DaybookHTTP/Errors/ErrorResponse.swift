internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Retention

/// The one map from errors to answers.
struct ErrorResponse {
    /// How a family of routes writes its errors.
    enum Shape: Sendable {
        /// `error_code` and `error_msg`; with `request_id` when the platform gateway speaks.
        case flat
        /// One object `error` with `code`, `message` and `title`.
        case keystone
    }

    let error: ControlError
    /// Whether the cause is of our making, so that it has to be logged.
    let isUnexpected: Bool

    init(_ error: any Error) {
        if let known = Self.known(error) {
            self.error = known
            isUnexpected = false
        } else {
            self.error = ControlError(.internalFailure, "internal failure, give the request id to the operator")
            isUnexpected = true
        }
    }

    /// The name of a status (RFC 9110, section 15).
    private static func title(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 503: "Service Unavailable"
        case 507: "Insufficient Storage"
        default: "Internal Server Error"
        }
    }

    /// What is to be said of an error; `nil` of one that nobody foresaw.
    private static func known(_ error: any Error) -> ControlError? {
        switch error {
        case let error as ControlError:
            error
        case let error as IdentityError:
            known(error)
        case let error as DocumentAuditError:
            ControlError(.parameterError, .parameterError(error.message, error.message))
        case let error as RetentionError:
            known(error)
        case let error as LogStoreError where error.code == .overloaded:
            ControlError(.overloaded, "the log store is busy, try again shortly", headers: [("Retry-After", "1")])
        case let error as LogStoreError where error.code == .storageFull:
            ControlError(.storageFull, "no space is left in the data folder, free some and try again")
        case let error as LogStoreError where error.code == .unknownSegment:
            ControlError(.objectUnknown, "the audit log is not there any more")
        case let error as HTTPError where error.status == .notFound:
            ControlError(.routeUnknown, "The API does not exist or has not been published")
        default:
            nil
        }
    }

    private static func known(_ error: RetentionError) -> ControlError {
        switch error.code {
        case .held: ControlError(.held, .held)
        case .invalidRule, .invalidReason: ControlError(.parameterInvalid, "\(error.message)")
        case .unknownHold: ControlError(.objectUnknown, "\(error.message)")
        }
    }

    func response(shape: Shape, language: Language, requestID: String) -> Response {
        let status = HTTPResponse.Status(code: error.code.status, reasonPhrase: Self.title(of: error.code.status))
        var response: Response
        let text = error.text.text(in: language)
        switch shape {
        case .flat:
            let isGateway = error.code.name.hasPrefix("APIGW.")
            let body = FlatBody(
                errorCode: error.code.name, errorMessage: text, requestID: isGateway ? requestID : nil)
            response = .json(body, status: status)
        case .keystone:
            let body = KeystoneBody(
                error: .init(code: status.code, message: text, title: Self.title(of: status.code)))
            response = .json(body, status: status)
        }
        for header in error.headers {
            if let name = HTTPField.Name(header.name) {
                response.headers[name] = header.value
            }
        }
        return response
    }

    private static func known(_ error: IdentityError) -> ControlError? {
        switch error.code {
        case .tokenMissing, .tokenInvalid, .tokenExpired, .signatureMalformed, .signatureMismatch, .signatureExpired,
            .unsupportedAlgorithm, .accessKeyUnknown, .accessKeyLocked:
            ControlError(.unauthenticated, "\(error.gatewayText)")
        case .passwordWrong:
            ControlError(.wrongPassword, "The username or password is wrong.")
        case .userLocked:
            ControlError(.wrongPassword, "\(error.message)")
        case .invalidTokenRequest:
            ControlError(.bodyInvalid, "The request body is invalid")
        case .scopeDenied:
            ControlError(.forbidden, "\(error.message)")
        case .overloaded:
            ControlError(.overloaded, "\(error.message)", headers: [("Retry-After", "5")])
        case .secretUnreadable, .invalidMasterKey:
            nil
        }
    }
}

private struct FlatBody: Encodable {
    var errorCode: String
    var errorMessage: String
    var requestID: String?

    enum CodingKeys: String, CodingKey {
        case errorCode = "error_code"
        case errorMessage = "error_msg"
        case requestID = "request_id"
    }
}

private struct KeystoneBody: Encodable {
    struct Failure: Encodable {
        var code: Int
        var message: String
        var title: String
    }

    var error: Failure
}
