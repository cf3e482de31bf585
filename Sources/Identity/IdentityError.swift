/// Why a caller is not who they claim to be, or may not do what they ask. Equal by code.
package struct IdentityError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case tokenMissing
        case tokenInvalid
        case tokenExpired
        case signatureMalformed
        case signatureMismatch
        case signatureExpired
        case unsupportedAlgorithm
        case accessKeyUnknown
        case accessKeyLocked
        case passwordWrong
        case userLocked
        /// What a token is asked for is incomplete or contradicts itself.
        case invalidTokenRequest
        /// The scope that a token is asked for is not there, or not the user's.
        case scopeDenied
        /// More password checks wait than may; try again shortly.
        case overloaded
        /// A kept secret does not open with this master key, or was changed.
        case secretUnreadable
        case invalidMasterKey
    }

    package let code: Code
    /// Lower case, no full stop; holds no secret, token or password.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message in the words of the platform gateway, as clients know them.
    package var gatewayText: String {
        "Incorrect IAM authentication information: \(message)"
    }

    package static func == (left: IdentityError, right: IdentityError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension IdentityError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
