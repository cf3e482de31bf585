/// The codes that a call of a published API can end with, each with the HTTP status that it travels under.
///
/// `DLM.` and `APIG.` codes are those that callers of DataService know; `DAYBOOK.` codes are ours, for what has no
/// documented code. Their first three digits are the HTTP status.
package enum ServiceErrorCode: String, Sendable, CaseIterable {
    case success = "DLM.0"

    // MARK: Finding and verifying
    /// No API is published under this method and path.
    case unknownAPI = "APIG.0101"
    /// The header that the API's authentication needs is not there.
    case missingAuthorization = "APIG.0106"
    /// The key belongs to no app, or the signature is not that app's.
    case appVerificationFailed = "APIG.0303"
    case notAuthorized = "APIG.0304"
    case throttled = "APIG.0308"
    case tokenInvalid = "DLM.4211"

    // MARK: Reading what the caller sent
    case parameterMissing = "DLM.4312"
    case parameterInvalid = "DAYBOOK.4001"
    case bodyMalformed = "DAYBOOK.4002"
    case bodyTooLarge = "DAYBOOK.4131"
    case bodyUnsupported = "DAYBOOK.4151"
    case bodyTooSlow = "DAYBOOK.4081"
    /// The caller hung up before the answer was ready. Only the record shows it.
    case callerGone = "DAYBOOK.4991"

    // MARK: Running the query
    /// The API was there when the call began and is not any more.
    case apiGone = "DLM.4018"
    /// The source refused the statement, or its answer is beyond the limits.
    case callFailed = "DLM.4094"
    case timeout = "APIG.0201"
    case sourceUnavailable = "DAYBOOK.5031"
    case overloaded = "DAYBOOK.5032"

    // MARK: Recording
    /// The call could not be recorded, so its answer was held back.
    case recordingFailed = "DAYBOOK.5033"
    case internalFailure = "DAYBOOK.5001"

    package var httpStatus: Int {
        switch self {
        case .success: 200
        case .missingAuthorization, .parameterMissing, .parameterInvalid, .bodyMalformed, .apiGone, .callFailed: 400
        case .appVerificationFailed, .tokenInvalid: 401
        case .notAuthorized: 403
        case .unknownAPI: 404
        case .bodyTooSlow: 408
        case .bodyTooLarge: 413
        case .bodyUnsupported: 415
        case .throttled: 429
        case .callerGone: 499
        case .internalFailure: 500
        case .sourceUnavailable, .overloaded, .recordingFailed: 503
        case .timeout: 504
        }
    }
}
