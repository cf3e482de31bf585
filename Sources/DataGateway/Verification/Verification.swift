internal import DataService
internal import Logbook

/// What the checks of a caller came to.
struct Verification: Sendable {
    /// In the order in which they were made; only the last one can have failed.
    var steps: [AccessDetail.VerificationStep] = []
    /// The app whose signature was good, authorized or not.
    var app: App?
    var failure: ServiceError?

    mutating func pass(_ check: AccessDetail.VerificationStep.Check) {
        steps.append(.init(check: check))
    }

    mutating func fail(_ check: AccessDetail.VerificationStep.Check, _ error: ServiceError) {
        steps.append(.init(check: check, failureCode: error.code.rawValue))
        failure = error
    }
}
