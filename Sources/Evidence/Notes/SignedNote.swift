/// A text with signatures under it, in the form of [C2SP signed-note](https://c2sp.org/signed-note).
package struct SignedNote: Hashable, Sendable {
    package struct Signature: Hashable, Sendable {
        /// The name of the key.
        package let name: String
        package let keyID: UInt32
        package let bytes: [UInt8]

        package init(name: String, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    /// What is signed; ends with a line feed.
    package let text: String
    package let signatures: [Signature]

    package init(text: String, signatures: [Signature]) {
        precondition(text.hasSuffix("\n") && !signatures.isEmpty)
        self.text = text
        self.signatures = signatures
    }

    /// - Throws: `malformed`, also for a note that somebody else might write in another way.
    package init(_ note: String) throws(EvidenceError) {
        let bytes = Array(note.utf8)
        guard bytes.count <= Limits.noteByteCount else { throw Self.malformed("it is too long") }
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0a }) else { throw Self.malformed("it has control characters") }
        // The last empty line ends the text.
        guard bytes.last == 0x0a,
            let gap = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0a && bytes[$0 + 1] == 0x0a })
        else { throw Self.malformed("it has no empty line before its signatures") }
        text = String(decoding: bytes[...gap], as: UTF8.self)
        var signatures: [Signature] = []
        for line in bytes[(gap + 2)...].dropLast().split(separator: 0x0a, omittingEmptySubsequences: false) {
            signatures.append(try Self.signature(String(decoding: line, as: UTF8.self)))
        }
        guard signatures.count <= Limits.noteSignatureCount else { throw Self.malformed("it has too many signatures") }
        self.signatures = signatures
    }

    private static let mark = "\u{2014} "

    private static func signature(_ line: String) throws(EvidenceError) -> Signature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard line.hasPrefix(mark), parts.count == 3, KeyName.isValid(parts[1]),
            let bytes = Base64Text.decode(parts[2]), bytes.count > 4
        else { throw malformed("a line of signature is no signature") }
        let keyID = bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Signature(name: String(parts[1]), keyID: keyID, bytes: Array(bytes[4...]))
    }

    private static func malformed(_ reason: String) -> EvidenceError {
        EvidenceError(.malformed, "this is no signed note: \(reason)")
    }
}

extension SignedNote: CustomStringConvertible {
    /// The note as it is passed on.
    package var description: String {
        signatures.reduce(into: text + "\n") { note, signature in
            let keyID = (0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> UInt32(24 - 8 * $0)) }
            note += "\(Self.mark)\(signature.name) \(Base64Text.encode(keyID + signature.bytes))\n"
        }
    }
}

/// Names of keys: not empty, without spaces and plus signs.
enum KeyName {
    static func isValid(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && !name.contains { $0 == "+" || $0.isWhitespace }
    }
}
