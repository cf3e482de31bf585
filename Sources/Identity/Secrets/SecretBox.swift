internal import Crypto
internal import FoundationEssentials

/// Seals secrets before they are kept: secret keys of users and apps.
///
/// A sealed secret is the base64 of version (1 byte, 1), nonce (12), AES-256-GCM ciphertext and tag (16). The place it
/// belongs to is authenticated too, so that one cannot be passed off as another.
package struct SecretBox: Sendable {
    private static let version: UInt8 = 1

    private let key: SymmetricKey

    package init(_ master: MasterKey) {
        key = master.derived(for: "daybook secrets 1")
    }

    /// - Parameter place: names what the secret belongs to, such as `access key <id>`.
    package func seal(_ secret: String, for place: String) throws -> String {
        let box = try AES.GCM.seal(Array(secret.utf8), using: key, authenticating: Array(place.utf8))
        let bytes = [Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return Data(bytes).base64EncodedString()
    }

    /// - Throws: `IdentityError` with `secretUnreadable` when the text was not sealed for this place with this key.
    package func open(_ sealed: String, for place: String) throws -> String {
        guard let bytes = Data(base64Encoded: sealed).map(Array.init), let version = bytes.first else {
            throw IdentityError(.secretUnreadable, "secret of \(place) is not in the form it was kept in")
        }
        guard version == Self.version else {
            throw IdentityError(.secretUnreadable, "secret of \(place) was kept by another version, \(version)")
        }
        guard let box = try? AES.GCM.SealedBox(combined: bytes[1...]),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Array(place.utf8)),
            let text = String(bytes: secret, encoding: .utf8)
        else {
            throw IdentityError(
                .secretUnreadable, "secret of \(place) does not open: other master key, or changed since it was kept")
        }
        return text
    }
}
