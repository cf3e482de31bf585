internal import Crypto
internal import FoundationEssentials

/// The key that signs notes (Ed25519, RFC 8032). It is told apart by the name that it is used under.
package struct NoteKey: Sendable {
    package static let byteCount = 32

    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter bytes: the 32 bytes that RFC 8032 calls the private key.
    /// - Throws: `malformed`.
    package init(bytes: [UInt8]) throws(EvidenceError) {
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        } catch {
            throw EvidenceError(.malformed, "a signing key has \(Self.byteCount) bytes, this one has \(bytes.count)")
        }
    }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        self.key = key
    }

    package static func random() -> NoteKey {
        NoteKey(Curve25519.Signing.PrivateKey())
    }

    /// The key itself, for the file that keeps it.
    package var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// What others need to check a signature that was made under this name.
    package func verifier(name: String) -> NoteVerifier {
        NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Signs a text, which ends with a line feed.
    package func sign(_ text: String, name: String) -> SignedNote {
        guard let signature = try? key.signature(for: Array(text.utf8)) else {
            preconditionFailure("Ed25519 signs whatever it is given")
        }
        let verifier = verifier(name: name)
        return SignedNote(
            text: text,
            signatures: [SignedNote.Signature(name: name, keyID: verifier.keyID, bytes: Array(signature))])
    }
}

extension NoteKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "signing key" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
