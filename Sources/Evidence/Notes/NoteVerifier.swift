internal import Crypto
internal import FoundationEssentials

/// A public key and its name. As text it is what other programs call a *vkey*: name, key id and key between plus signs.
package struct NoteVerifier: Hashable, Sendable {
    package let name: String
    /// 32 bytes, as RFC 8032 has them.
    package let publicKey: [UInt8]
    package let keyID: UInt32

    /// Ed25519 among the signature types of the specification.
    private static let ed25519: UInt8 = 1

    init(name: String, publicKey: [UInt8]) {
        precondition(KeyName.isValid(name), "a key has a name without spaces and plus signs")
        self.name = name
        self.publicKey = publicKey
        let digest = SHA256.hash(data: Array(name.utf8) + [0x0a, Self.ed25519] + publicKey)
        keyID = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// - Throws: `malformed`, also when the key id is another key's.
    package init(_ text: String) throws(EvidenceError) {
        // The key in Base64 may have plus signs of its own.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, KeyName.isValid(parts[0]), let bytes = Base64Text.decode(parts[2]),
            bytes.count == 33, bytes[0] == Self.ed25519
        else { throw EvidenceError(.malformed, "this is no verifier key of Ed25519: name+id+key") }
        self.init(name: String(parts[0]), publicKey: Array(bytes[1...]))
        guard parts[1] == keyIDText else {
            throw EvidenceError(.malformed, "the id of this verifier key is not that of its name and key")
        }
    }

    private var keyIDText: String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Checks that a note is signed with this key. Signatures of other keys do not matter.
    ///
    /// - Throws: `notSigned`.
    package func verify(_ note: SignedNote) throws(EvidenceError) {
        let own = note.signatures.filter { $0.name == name && $0.keyID == keyID }
        guard !own.isEmpty else {
            throw EvidenceError(.notSigned, "it is not signed with the key \(name)+\(keyIDText)")
        }
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        guard let key, own.allSatisfy({ key.isValidSignature($0.bytes, for: Array(note.text.utf8)) }) else {
            throw EvidenceError(.notSigned, "it is not what the key \(name)+\(keyIDText) signed")
        }
    }
}

extension NoteVerifier: CustomStringConvertible {
    package var description: String {
        "\(name)+\(keyIDText)+\(Base64Text.encode([Self.ed25519] + publicKey))"
    }
}
