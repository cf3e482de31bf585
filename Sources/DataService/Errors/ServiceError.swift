/// Why a call of a published API, or the publishing of one, cannot go on. Equal by code.
package struct ServiceError: Error, Hashable, Sendable {
    package let code: ServiceErrorCode
    /// Lower case, no full stop; says what to do next and holds no secret and no value of a caller.
    package let message: String

    package init(_ code: ServiceErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: ServiceError, right: ServiceError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension ServiceError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
