internal import Crypto
internal import FoundationEssentials

/// Signs short texts, so that what leaves the house and comes back can be told from what others made up (HMAC-SHA256).
package struct TextSigner: Sendable {
    private let key: SymmetricKey

    /// - Parameter purpose: names purpose and version, such as `daybook links 1`; signatures of one purpose are worth
    ///   nothing for another.
    package init(_ master: MasterKey, purpose: String) {
        key = master.derived(for: purpose)
    }

    /// 64 hexadecimal digits.
    package func signature(of text: String) -> String {
        Hexadecimal.encode(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// Takes the same time for every wrong signature.
    package func accepts(_ signature: String, of text: String) -> Bool {
        guard let bytes = Hexadecimal.decode(signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: Array(text.utf8), using: key)
    }
}
